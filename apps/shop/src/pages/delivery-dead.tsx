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
  /** True where nobody may forget it: money is in it. */
  readonly mustStay?: boolean;
}

interface DeadLettersProps {
  readonly letters: readonly DeadLetter[];
  /** Where the forms are sent to. */
  readonly action: string;
  /** What is said where there are none. */
  readonly none?: string;
}

export const DeadLetters: FC<DeadLettersProps> = ({ letters, action, none = 'Nothing was given up.' }) =>
  letters.length === 0 ? (
    <p class="small">{none}</p>
  ) : (
    <ul class="refunds identities">
      {letters.map((letter) => (
        <DeadItem {...letter} action={action} />
      ))}
    </ul>
  );

const DeadItem: FC<DeadLetter & Pick<DeadLettersProps, 'action'>> = (letter) => {
  const { fields, name, reason, diedAt, mustStay, action } = letter;
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
        {!mustStay && (
          <button type="submit" name="do" value="discard" class="quiet" aria-label={`Discard: ${name}`}>
            Discard
          </button>
        )}
      </form>
    </li>
  );
};
