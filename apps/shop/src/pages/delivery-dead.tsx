import type { FC } from 'hono/jsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';

/** Something that was given up, and stays until somebody decides. */
export interface DeadLetter {
  /** What names it to the form. */
  readonly fields: Readonly<Record<string, string>>;
  /** For people. */
  readonly name: string;
  readonly reason: string;
  readonly diedAt: Date;
}

interface DeadLettersProps {
  readonly letters: readonly DeadLetter[];
  /** Where the forms are sent to. */
  readonly action: string;
}

export const DeadLetters: FC<DeadLettersProps> = ({ letters, action }) =>
  letters.length === 0 ? (
    <p class="small">Nothing was given up.</p>
  ) : (
    <ul class="refunds identities">
      {letters.map((letter) => (
        <DeadItem {...letter} action={action} />
      ))}
    </ul>
  );

const DeadItem: FC<DeadLetter & Pick<DeadLettersProps, 'action'>> = (letter) => {
  const { fields, name, reason, diedAt, action } = letter;
  return (
    <li>
      <Mark shape="cross" tone="bad" />
      <span>
        <code>{name}</code> <Moment at={diedAt} withDate />
        <br />
        <span class="request">{reason}</span>
      </span>
      <form method="post" action={action} class="row">
        {Object.entries(fields).map(([field, value]) => (
          <input type="hidden" name={field} value={value} />
        ))}
        <button type="submit" name="do" value="redrive" class="quiet" aria-label={`Try again: ${name}`}>
          Try again
        </button>
        <button type="submit" name="do" value="discard" class="quiet" aria-label={`Discard: ${name}`}>
          Discard
        </button>
      </form>
    </li>
  );
};
