import type { Delivery, DeliveryAttempt, Endpoint } from '@patchbay/webhooks/send';
import type { FC } from 'hono/jsx';
import { type DeadLetter, DeadLetters } from './delivery-dead.tsx';
import { EndpointForm, EndpointList } from './delivery-endpoints.tsx';
import { DeliveryLine, DeliveryList } from './delivery-list.tsx';
import type { Shape, Tone } from './mark.tsx';

/** What others are told of the shop's orders. */
export interface OutgoingView {
  readonly endpoints: readonly Endpoint[];
  /** The newest first. */
  readonly deliveries: readonly Delivery[];
  /** True where others are left out. */
  readonly hasMore: boolean;
  readonly dead: readonly DeadLetter[];
}

export const Outgoing: FC<OutgoingView> = ({ endpoints, deliveries, hasMore, dead }) => (
  <>
    <section aria-labelledby="out-title" id="out">
      <h2 id="out-title">Out: endpoints</h2>
      <EndpointList endpoints={endpoints} />
      <EndpointForm />
    </section>
    <section aria-labelledby="sent-title" id="sent">
      <h2 id="sent-title">Out: deliveries</h2>
      <DeliveryList about="Endpoint" count={deliveries.length} hasMore={hasMore}>
        {deliveries.map((delivery) => (
          <OutgoingLine {...delivery} endpoint={endpoints.find(({ id }) => id === delivery.endpointId)} />
        ))}
      </DeliveryList>
    </section>
    <section aria-labelledby="out-dead-title" id="out-dead">
      <h2 id="out-dead-title">Out: given up</h2>
      <DeadLetters letters={dead} action="/deliveries/out/dead" />
    </section>
  </>
);

const OutgoingLine: FC<Delivery & { readonly endpoint: Endpoint | undefined }> = (delivery) => {
  const { type, messageId, endpointId, status, reason, createdAt, attempts, endpoint } = delivery;
  const again = { action: `/deliveries/endpoints/${endpointId}/replay`, fields: { message: messageId } };
  return (
    <DeliveryLine
      at={createdAt}
      type={type}
      about={`${endpoint?.url ?? endpointId} ${messageId}`}
      attempts={attempts.length}
      tries={attempts.map(attemptText)}
      durationMs={attempts.at(-1)?.ms}
      state={states[status]}
      error={reason && deadReasons[reason]}
      again={endpoint === undefined || status === 'waiting' ? undefined : again}
    />
  );
};

function attemptText({ ms, status, failure }: DeliveryAttempt, index: number): string {
  return `${index + 1}: ${status ?? failure ?? 'no answer'} in ${ms} ms`;
}

/** Why a delivery was given up, in words. */
export const deadReasons = {
  tries_exhausted: 'Every try failed.',
  endpoint_gone: 'The endpoint answered that it is gone (410), and is disabled.',
  endpoint_disabled: 'The endpoint was disabled when its time came.',
  message_expired: 'The message is not kept any more.',
} as const satisfies Record<NonNullable<Delivery['reason']>, string>;

const states = {
  waiting: { shape: 'half', tone: 'wait', word: 'waiting' },
  delivered: { shape: 'full', tone: 'good', word: 'delivered' },
  dead: { shape: 'cross', tone: 'bad', word: 'given up' },
  dropped: { shape: 'ring', tone: 'idle', word: 'dropped: the endpoint was deleted' },
} as const satisfies Record<Delivery['status'], { shape: Shape; tone: Tone; word: string }>;
