import { money } from '@patchbay/payments';
import * as z from 'zod';
import type { MailRow, MailState } from '../mail.ts';
import type { Database } from './database.ts';

export type NewMail = Pick<MailRow, 'key' | 'orderId' | 'kind' | 'to' | 'amount'>;

/** Mails that go out, each once. */
export interface Mails {
  /** Wants a mail, unless one of this key was ever wanted; true when it is new. */
  want(mail: NewMail): boolean;
  /** Wants a mail again that failed or is of unknown fate; `false` when somebody else was faster. */
  wantAgain(key: string, tries: number): boolean;
  /** Takes a wanted mail on; `false` when somebody else has it. */
  begin(key: string, provider: string): boolean;
  /** It certainly was not handed over at this try: wanted, as before it. `false` when that is not, or no longer, known. */
  giveBack(key: string, tries: number): boolean;
  /**
   * Nobody hands it over any more: the job of this time that it was wanted is dead. It becomes `failed` if it never was
   * handed over, else `unknown`. `undefined` when more has become of it.
   */
  giveUp(key: string, tries: number): MailRow | undefined;
  /** It is to be handed over again although an earlier try may have arrived. */
  doubt(key: string): void;
  setState(key: string, state: MailState, messageId?: string): void;
  get(key: string): MailRow | undefined;
  ofOrder(orderId: string): readonly MailRow[];
  ofMessage(messageId: string): MailRow | undefined;
  /** Oldest first. */
  inState(state: MailState): readonly MailRow[];
}

export function mailsIn(database: Database): Mails {
  return { ...changesIn(database), ...rowsIn(database) };
}

type Rows = Pick<Mails, 'get' | 'ofOrder' | 'ofMessage' | 'inState'>;

function changesIn(database: Database): Omit<Mails, keyof Rows> {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO mails (key, order_id, kind, recipient, minor, currency, state) VALUES (?, ?, ?, ?, ?, ?, 'wanted')`,
  );
  const again = database.prepare(
    `UPDATE mails SET state = 'wanted' WHERE key = ? AND tries = ? AND state IN ('unknown', 'failed')`,
  );
  const begin = database.prepare(
    `UPDATE mails SET state = 'sending', tries = tries + 1, provider = ?, asked_at = ? WHERE key = ? AND state = 'wanted'`,
  );
  const back = database.prepare(
    `UPDATE mails SET state = 'wanted', tries = tries - 1 WHERE key = ? AND tries = ? AND state IN ('sending', 'failed') AND doubtful = 0`,
  );
  const giveUp = database.prepare(
    `UPDATE mails SET tries = ?, doubtful = doubtful OR state = 'sending',
      state = CASE WHEN state = 'wanted' AND doubtful = 0 THEN 'failed' ELSE 'unknown' END
      WHERE key = ? AND (state = 'wanted' AND tries = ? OR state = 'sending' AND tries = ?) RETURNING *`,
  );
  const doubt = database.prepare('UPDATE mails SET doubtful = 1 WHERE key = ?');
  const update = database.prepare(
    `UPDATE mails SET state = ?, message_id = coalesce(?, message_id), doubtful = doubtful OR ? = 'unknown' WHERE key = ?`,
  );
  return {
    want: ({ key, orderId, kind, to, amount: { minor, currency } }) =>
      Number(insert.run(key, orderId, kind, to, minor, currency).changes) === 1,
    wantAgain: (key, tries) => Number(again.run(key, tries).changes) === 1,
    begin: (key, provider) => Number(begin.run(provider, Date.now(), key).changes) === 1,
    giveBack: (key, tries) => Number(back.run(key, tries).changes) === 1,
    giveUp: (key, tries) => toMail(giveUp.get(tries + 1, key, tries, tries + 1)),
    doubt(key) {
      doubt.run(key);
    },
    setState(key, state, messageId) {
      update.run(state, messageId ?? null, state, key);
    },
  };
}

function rowsIn(database: Database): Rows {
  const select = (condition: string) =>
    database.prepare(`SELECT * FROM mails WHERE ${condition} = ? ORDER BY number`);
  const [byKey, byOrder, byMessage, byState] = [
    select('key'),
    select('order_id'),
    select('message_id'),
    select('state'),
  ] as const;
  return {
    get: (key) => toMail(byKey.get(key)),
    ofOrder: (orderId) => z.array(mailSchema).parse(byOrder.all(orderId)),
    ofMessage: (messageId) => toMail(byMessage.get(messageId)),
    inState: (state) => z.array(mailSchema).parse(byState.all(state)),
  };
}

function toMail(row: unknown): MailRow | undefined {
  return row === undefined ? undefined : mailSchema.parse(row);
}

const mailSchema = z
  .object({
    key: z.string(),
    order_id: z.string(),
    kind: z.enum(['receipt', 'refund']),
    recipient: z.string(),
    minor: z.number(),
    currency: z.string(),
    state: z.enum(['wanted', 'sending', 'sent', 'unknown', 'failed']),
    tries: z.number(),
    provider: z.string().nullable(),
    asked_at: z.number().nullable(),
    message_id: z.string().nullable(),
    doubtful: z.number(),
  })
  .transform(
    (row): MailRow => ({
      key: row.key,
      orderId: row.order_id,
      kind: row.kind,
      to: row.recipient,
      amount: money(row.minor, row.currency),
      state: row.state,
      tries: row.tries,
      isDoubtful: row.doubtful === 1,
      ...(row.provider !== null && { provider: row.provider }),
      ...(row.asked_at !== null && { askedAt: new Date(row.asked_at) }),
      ...(row.message_id !== null && { messageId: row.message_id }),
    }),
  );
