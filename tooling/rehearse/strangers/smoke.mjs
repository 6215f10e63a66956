import assert from 'node:assert/strict';

const secretKey = 'sk_test_fake';

/**
 * One paid, one declined and one hung call against the packed fake of Stripe, with the packages as they were loaded.
 */
export async function smoke({ IntegrationError, money, stripePayments, stripeFake, serve }) {
  const fake = stripeFake({ secretKey });
  const server = await serve(fake);
  const payments = stripePayments({ secretKey, baseUrl: server.url });
  const pay = (paymentMethodId, reference, options = {}) =>
    payments.create(
      { amount: money(1200, 'EUR'), paymentMethodId, reference },
      { idempotencyKey: reference, ...options },
    );

  const paid = await pay('pm_card_visa', 'order-1');
  assert.deepEqual([paid.status, paid.captured.minor], ['captured', 1200]);

  const declined = await pay('pm_card_visa_chargeDeclined', 'order-2');
  assert.equal(declined.status, 'failed');

  server.fault({ kind: 'hang', commit: true });
  const hung = await pay('pm_card_visa', 'order-3', { deadlineMs: 500 }).catch((error) => error);
  assert.ok(IntegrationError.is(hung, 'timeout'), String(hung));
  assert.equal(hung.outcome, 'unknown');

  const found = await payments.reconcile({
    operation: 'create',
    idempotencyKey: 'order-3',
    since: new Date(Date.now() - 60_000),
  });
  assert.equal(found.outcome, 'applied');

  await payments.close();
  await server.close();
  console.log('paid, declined and hung: as they must be');
}
