import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import type { MailKind, MailRow, MailState } from '../mail.ts';
import { Mark, type Shape, type Tone } from './mark.tsx';

/** The order's mails; a part of its own, so that their news leaves alone what is being typed into forms. */
export const MailList: FC<{ readonly mails: readonly MailRow[] }> = ({ mails }) => (
  <div data-part="mails" data-version={mails.map(({ state }) => state).join(',')} tabindex={-1}>
    {mails.length > 0 && (
      <ul class="refunds" aria-label="E-mails">
        {mails.map((row) => (
          <MailItem row={row} />
        ))}
      </ul>
    )}
  </div>
);

const MailItem: FC<{ readonly row: MailRow }> = ({ row }) => {
  const { shape, tone, words } = mailTexts[row.state];
  return (
    <li>
      <Mark shape={shape} tone={tone} />
      <span>
        <b>{mailNames[row.kind]}</b> ({formatMoney(row.amount)}) {words}
      </span>
      {(row.state === 'unknown' || row.state === 'failed') && <Again row={row} />}
    </li>
  );
};

const Again: FC<{ readonly row: MailRow }> = ({ row: { key, orderId, tries, state } }) => (
  <form method="post" action={`/orders/${orderId}/mails`}>
    <input type="hidden" name="mail" value={key} />
    <input type="hidden" name="tries" value={String(tries)} />
    <button type="submit" class="quiet">
      {state === 'unknown' ? 'Send again: it may then arrive twice' : 'Send again'}
    </button>
  </form>
);

export const mailNames = { receipt: 'Receipt', refund: 'Refund e-mail' } as const satisfies Record<
  MailKind,
  string
>;

const mailTexts = {
  wanted: { shape: 'half', tone: 'wait', words: 'is about to be sent' },
  sending: { shape: 'half', tone: 'wait', words: 'is being sent' },
  sent: { shape: 'full', tone: 'good', words: 'was sent' },
  unknown: {
    shape: 'half',
    tone: 'bad',
    words: 'may have been sent: the answer was lost. We do not send it again by ourselves.',
  },
  failed: { shape: 'cross', tone: 'bad', words: 'was not sent' },
} as const satisfies Record<MailState, { shape: Shape; tone: Tone; words: string }>;
