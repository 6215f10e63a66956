import type { DeliveryRecord, DeliveryStatus } from '@patchbay/webhooks';
import type { FC } from 'hono/jsx';
import { DeliveryLine, DeliveryList } from './delivery-list.tsx';
import type { Shape, Tone } from './mark.tsx';

/** What a source has delivered. */
export interface IncomingService {
  readonly name: string;
  /** The newest first. */
  readonly deliveries: readonly DeliveryRecord[];
  /** True where others are left out. */
  readonly hasMore: boolean;
}

export const Incoming: FC<IncomingService> = ({ name, deliveries, hasMore }) => (
  <section aria-labelledby={`in-${name}-title`} id={`in-${name}`}>
    <h2 id={`in-${name}-title`}>{`In: ${name}`}</h2>
    <DeliveryList about="Object" count={deliveries.length} hasMore={hasMore}>
      {deliveries.map((delivery) => (
        <IncomingLine {...delivery} />
      ))}
    </DeliveryList>
  </section>
);

const IncomingLine: FC<DeliveryRecord> = (delivery) => {
  const { service, key, type, objectId, status, skipped, attempts, lastError } = delivery;
  const { receivedAt, changedAt } = delivery;
  const isOver = status === 'done' || status === 'dead';
  return (
    <DeliveryLine
      {...{ type, attempts }}
      at={receivedAt}
      about={objectId ?? ''}
      state={skipped === 'late' ? skippedLate : states[status]}
      durationMs={isOver ? changedAt.getTime() - receivedAt.getTime() : undefined}
      error={status === 'done' ? undefined : lastError}
      again={
        isOver ? { action: `/deliveries/in/${encodeURIComponent(service)}`, fields: { key } } : undefined
      }
    />
  );
};

interface State {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: string;
}

const skippedLate: State = { shape: 'ring', tone: 'idle', word: 'left out: a newer one was handled' };

const states = {
  received: { shape: 'ring', tone: 'wait', word: 'received' },
  processing: { shape: 'half', tone: 'wait', word: 'being handled' },
  retrying: { shape: 'half', tone: 'bad', word: 'failed, will be tried again' },
  done: { shape: 'full', tone: 'good', word: 'handled' },
  dead: { shape: 'cross', tone: 'bad', word: 'given up' },
} as const satisfies Record<DeliveryStatus, State>;
