import type { FC } from 'hono/jsx';

const hours = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const time = new Intl.DateTimeFormat('en-GB', hours);
const preciseTime = new Intl.DateTimeFormat('en-GB', { ...hours, fractionalSecondDigits: 3 });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

interface MomentProps {
  readonly at: Date;
  readonly withDate?: boolean;
  /** To the millisecond. */
  readonly precise?: boolean;
}

/** A time of day, as the clock of the server has it. */
export const Moment: FC<MomentProps> = ({ at, withDate = false, precise = false }) => (
  <time datetime={at.toISOString()}>
    {withDate && `${date.format(at)}, `}
    {(precise ? preciseTime : time).format(at)}
  </time>
);
