import { IntegrationError } from '@patchbay/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { euros, openShop } from './support/shop.ts';

type Shop = Awaited<ReturnType<typeof openShop>>;

/** Small amounts meet their limits more often. */
const minor = fc.integer({ min: 1, max: 12 });
const step = fc.oneof(
  fc.record({ do: fc.constant('capture' as const), minor, final: fc.boolean() }),
  fc.record({ do: fc.constant('refund' as const), minor }),
  fc.record({ do: fc.constant('adjust' as const), minor }),
  fc.record({ do: fc.constant('wait' as const), minor }),
  fc.record({
    do: fc.constantFrom('cancel' as const, 'refund_all' as const, 'dispute' as const, 'confirm' as const),
    minor,
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const first = fc.record({
  paymentMethodId: fc.constantFrom(
    'pm_success',
    'pm_declined',
    'pm_processing',
    'pm_disputed',
    'pm_refund_fails',
  ),
  capture: fc.constantFrom('automatic' as const, 'manual' as const),
  amount: minor.map(euros),
});

describe('money', () => {
  it('is neither made nor lost, whatever is asked in whatever order', async () => {
    const holds = fc.assert(
      fc.asyncProperty(first, fc.array(step, { maxLength: 15, size: 'max' }), async (input, steps) => {
        await using shop = await openShop();
        const { id } = await shop.pay(input);
        for (const next of steps) {
          await attempt(take(shop, id, next));
          await assertConserved(shop, id);
        }
      }),
    );
    await expect(holds).resolves.toBeUndefined();
  });
});

function take(shop: Shop, id: string, next: Step): Promise<unknown> {
  const { payments, sandbox, clock, once } = shop;
  switch (next.do) {
    case 'capture':
      return payments.capture({ id, amount: euros(next.minor), final: next.final }, once());
    case 'refund':
      return payments.refunds.create({ paymentId: id, amount: euros(next.minor) }, once());
    case 'refund_all':
      return payments.refunds.create({ paymentId: id }, once());
    case 'adjust':
      return payments.adjust({ id, amount: euros(next.minor) }, once());
    case 'cancel':
      return payments.cancel(id, once());
    case 'confirm':
      return payments.confirm({ id, paymentMethodId: 'pm_success' }, once());
    case 'dispute':
      return sandbox.openDispute(id);
    case 'wait':
      return clock.advance(next.minor * 20_000_000);
  }
}

/** A refusal is fine; anything else is a bug. */
async function attempt(call: Promise<unknown>): Promise<void> {
  const refused = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const isRefusal =
    IntegrationError.is(refused, 'precondition_failed') || IntegrationError.is(refused, 'invalid_request');
  if (refused !== undefined && !isRefusal && !String(refused).startsWith('SandboxError')) throw refused;
}

async function assertConserved({ payments, sandbox }: Shop, id: string): Promise<void> {
  const { status, amount, authorized, captured, refunded, capturable } = await payments.get(id);
  expect(captured.minor).toBeLessThanOrEqual(authorized.minor);
  expect(authorized.minor).toBeLessThanOrEqual(amount.minor);
  expect(refunded.minor).toBeLessThanOrEqual(captured.minor);
  expect(captured.minor + capturable.minor).toBeLessThanOrEqual(authorized.minor);
  expect(status === 'captured' && capturable.minor > 0).toBe(false);
  expect(Math.min(captured.minor, refunded.minor, capturable.minor)).toBeGreaterThanOrEqual(0);
  const promised = (await payments.refunds.list({ paymentId: id }).page()).items.filter(
    ({ status }) => status !== 'failed',
  );
  expect(promised.reduce((sum, refund) => sum + refund.amount.minor, 0)).toBeLessThanOrEqual(captured.minor);
  const books = await sandbox.books();
  expect([books.captured['EUR'] ?? 0, books.refunded['EUR'] ?? 0]).toEqual([captured.minor, refunded.minor]);
}
