// Stripe's fake in a process of its own. Its settings come from the environment; it says where it listens by IPC.
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { farSidePath, type KeyedWrite, type PaymentBooks } from '../src/far-side.ts';

const {
  FAKE_SECRET_KEY: secretKey = '',
  FAKE_WEBHOOK_URL: url = '',
  FAKE_WEBHOOK_SECRET: secret = '',
} = process.env;
const fake = stripeFake({ secretKey, webhook: { url, secret } });
const status = Number(process.env['FAKE_FAULT'] ?? 0);
if (status > 0) {
  fake.fail({
    times: Number.MAX_SAFE_INTEGER,
    status,
    type: 'invalid_request_error',
    message: 'Invalid API Key provided',
  });
}

const server = await serve(async (request) => {
  if (new URL(request.url).pathname !== farSidePath) return fake.handle(request);
  await fake.settled();
  return Response.json(books());
});
if (process.env['FAKE_CHAOS'] === 'reset-after') {
  const seen = new Set<string>();
  server.fault({
    kind: 'resetAfter',
    times: Number.POSITIVE_INFINITY,
    match({ headers }) {
      const key = headers.get('idempotency-key');
      if (key === null || seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  });
}
process.once('disconnect', () => void server.close());
process.send?.({ url: server.url });

function books(): PaymentBooks {
  const { captured, refunded } = fake.ledger.totals('eur');
  return {
    captured,
    refunded,
    charges: fake.ledger.charges.filter((charge) => charge.status === 'succeeded').length,
    refunds: fake.ledger.refunds.length,
    writes: writes(),
    operations: fake.log.map(({ method, path, status: answered, replayed }) => {
      const operation = `${method} ${path.replace(/_(test_)?[A-Za-z0-9]{8,}/g, '_…')}`;
      return replayed ? `${operation} (replayed)` : `${operation} ${answered}`;
    }),
  };
}

function writes(): readonly KeyedWrite[] {
  const byKey = new Map<string, KeyedWrite>();
  for (const { method, path, idempotencyKey: key, replayed } of fake.log) {
    if (key === undefined) continue;
    const { requests = 0, replayed: before = 0 } = byKey.get(key) ?? {};
    const operation = `${method} ${path}`;
    byKey.set(key, { operation, key, requests: requests + 1, replayed: before + Number(replayed) });
  }
  return [...byKey.values()];
}
