import type { FC } from 'hono/jsx';
import { Incoming, type IncomingService } from './deliveries-in.tsx';
import { Outgoing, type OutgoingView } from './deliveries-out.tsx';
import { type DeadLetter, DeadLetters } from './delivery-dead.tsx';
import { type Frame, Layout } from './layout.tsx';

/** All that the page of deliveries shows. */
export interface DeliveriesView {
  readonly incoming: readonly IncomingService[];
  /** Work of the shop that was given up. */
  readonly dead: readonly DeadLetter[];
  /** Refunds of which nobody knows whether they happened. */
  readonly refunds: readonly DeadLetter[];
  readonly outgoing: OutgoingView;
}

/** `/deliveries`: webhooks that came in and that went out, and what was given up. For those who run the shop. */
export const DeliveriesPage: FC<Frame & DeliveriesView> = ({
  incoming,
  dead,
  refunds,
  outgoing,
  ...frame
}) => (
  <Layout {...frame} title="Deliveries">
    <div class="opening">
      <h1>Deliveries</h1>
      <p class="lead">
        Webhooks that came in, those that go out to others, and what was given up. The newest are first.
      </p>
    </div>
    {incoming.map((service) => (
      <Incoming {...service} />
    ))}
    <section aria-labelledby="dead-title" id="dead">
      <h2 id="dead-title">Given up</h2>
      <DeadLetters letters={dead} action="/deliveries/dead" />
    </section>
    <section aria-labelledby="refunds-title" id="refunds">
      <h2 id="refunds-title">Refunds in doubt</h2>
      <DeadLetters
        letters={refunds}
        action="/deliveries/refunds"
        none="Of every refund is known what became of it."
      />
    </section>
    <Outgoing {...outgoing} />
  </Layout>
);
