import type { FC, PropsWithChildren } from 'hono/jsx';
import { Mark, type Shape, type Tone } from './mark.tsx';
import { Moment } from './moment.tsx';

interface DeliveryListProps {
  /** The head of the third column. */
  readonly about: string;
  readonly count: number;
  /** True where others are left out. */
  readonly hasMore: boolean;
}

/** Deliveries of one direction, a line each. */
export const DeliveryList: FC<PropsWithChildren<DeliveryListProps>> = ({
  about,
  count,
  hasMore,
  children,
}) =>
  count === 0 ? (
    <p class="small">Nothing yet.</p>
  ) : (
    <>
      <ol class="timeline">
        <li class="columns" aria-hidden="true">
          <span>Time</span>
          <span>Type</span>
          <span>{about}</span>
          <span>Tries</span>
          <span class="number">Duration</span>
          <span>State</span>
        </li>
        {children}
      </ol>
      {hasMore && <p class="small">{`There are more than these ${count}.`}</p>}
    </>
  );

/** The form that delivers once more. */
export interface Again {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface DeliveryLineProps {
  readonly at: Date;
  readonly type: string;
  /** What the third column says. */
  readonly about: string;
  readonly attempts: number;
  /** How each of them went, where that is known. */
  readonly tries?: readonly string[];
  readonly durationMs: number | undefined;
  readonly state: { readonly shape: Shape; readonly tone: Tone; readonly word: string };
  /** What the last try came to. */
  readonly error: string | undefined;
  readonly again: Again | undefined;
}

export const DeliveryLine: FC<DeliveryLineProps> = (line) => {
  const { at, type, about, attempts, tries = [], durationMs, state, error, again } = line;
  return (
    <li class="step">
      <span class="when">
        <Moment at={at} withDate />
      </span>
      <code class="operation">{type}</code>
      <code class="request">{about}</code>
      <span class="attempts">
        {attempts === 1 ? '1 try' : `${attempts || 'no'} tries`}
        {tries.map((text) => (
          <span class="attempt">{text}</span>
        ))}
      </span>
      <span class="number">{durationMs !== undefined && `${Math.round(durationMs)} ms`}</span>
      <span class="outcome">
        <Mark shape={state.shape} tone={state.tone} /> {state.word}
      </span>
      {(error !== undefined || again !== undefined) && (
        <div class="note row">
          {error !== undefined && <span class="bad">{error}</span>}
          {again !== undefined && <AgainForm {...again} what={`${type} ${about}`} />}
        </div>
      )}
    </li>
  );
};

const AgainForm: FC<Again & { readonly what: string }> = ({ action, fields, what }) => (
  <form method="post" action={action}>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button type="submit" class="quiet" aria-label={`Replay ${what}`}>
      Replay
    </button>
  </form>
);
