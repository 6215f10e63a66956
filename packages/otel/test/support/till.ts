import type { Interceptor } from '@patchbay/core';
import { failover, processMemory } from '@patchbay/core/failover';
import { payments } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { closedPort, type Handler, serve } from '@patchbay/testing/node';

export const secretKey = 'sk_test_telemetry000000000000001';

/** Stripe's SDK over a real socket. `handle` answers in place of the fake; `fetch` is what requests leave through. */
export async function openTill(
  interceptor: Interceptor,
  given: { readonly handle?: Handler; readonly fetch?: typeof fetch } = {},
) {
  const server = await serve(given.handle ?? stripeFake({ secretKey }));
  const payments = stripePayments(
    { secretKey, baseUrl: server.url },
    {
      name: 'till',
      interceptors: [interceptor],
      random: () => 0,
      ...(given.fetch && { transport: { fetch: given.fetch } }),
    },
  );
  return {
    server,
    payments,
    async [Symbol.asyncDispose]() {
      await payments.close();
      await server.close();
    },
  };
}

/** Two accounts of Stripe in a group: the first cannot be reached. */
export async function openGroup(interceptor: Interceptor) {
  const server = await serve(stripeFake({ secretKey }));
  const urls = { first: await closedPort(), second: server.url };
  const members = Object.entries(urls).map(([name, baseUrl]) =>
    stripePayments({ secretKey, baseUrl }, { name, policy: { retry: false }, interceptors: [interceptor] }),
  );
  const group = failover(payments, members, { memory: processMemory(), interceptors: [interceptor] });
  return {
    group,
    async [Symbol.asyncDispose]() {
      await group.close();
      await server.close();
    },
  };
}

/** What the payer told us, as in the conformance suite: none of it may be seen anywhere. */
export const personal = {
  email: 'ada.lovelace@example.com',
  name: 'Ada Augusta Lovelace',
  phone: '+442079460958',
} as const;
