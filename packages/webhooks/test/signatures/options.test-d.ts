import { type HmacWebhooksOptions, hmacWebhooks, type SignedEvent } from '@patchbay/webhooks/signatures';
import { describe, expectTypeOf, it } from 'vitest';

type Options = HmacWebhooksOptions<SignedEvent>;
interface Base {
  readonly secrets: string;
  readonly header: string;
  readonly toEvents: () => readonly SignedEvent[];
}

describe('the options of a source', () => {
  it('take a timestamp only where it is said what is signed', () => {
    expectTypeOf<Base>().toExtend<Options>();
    expectTypeOf<Base & { timestamp: { header: string } }>().not.toExtend<Options>();
    expectTypeOf<
      Base & { timestamp: { header: string }; signed: (webhook: unknown, timestamp: string) => string }
    >().toExtend<Options>();
  });

  it('give the events their type', () => {
    interface OrderPaid extends SignedEvent {
      readonly type: 'order.paid';
      readonly amount: number;
    }
    const source = hmacWebhooks({
      secrets: 'a-secret-of-acme',
      header: 'x',
      toEvents: (): readonly OrderPaid[] => [],
    });
    expectTypeOf(source.webhooks.receive).returns.resolves.items.toExtend<OrderPaid>();
  });
});
