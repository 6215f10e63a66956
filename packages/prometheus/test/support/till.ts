import { createPatchbay } from '@patchbay/core';
import { failover, processMemory } from '@patchbay/core/failover';
import { payments } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { prometheusInterceptor } from '@patchbay/prometheus';
import { closedPort, serve } from '@patchbay/testing/node';
import { Registry } from 'prom-client';

const secretKey = 'sk_test_metrics00000000000000001';
const webhookSecret = 'whsec_metrics_000000000000000001';

/** Names nothing: the call fails with `not_found`. */
export const unknownId = 'pi_000000000000000000000000';

/** Stripe's SDK over a real socket, counted in a register of its own. */
export async function openTill() {
  const register = new Registry();
  const server = await serve(stripeFake({ secretKey }));
  const app = createPatchbay(
    { till: (setup) => stripePayments({ secretKey, webhookSecret, baseUrl: server.url }, setup) },
    { interceptors: [prometheusInterceptor({ register })], random: () => 0 },
  );
  return {
    register,
    server,
    app,
    async [Symbol.asyncDispose]() {
      await app.close();
      await server.close();
    },
  };
}

/** Two accounts of Stripe in a group: the first cannot be reached. */
export async function openGroup() {
  const register = new Registry();
  const interceptor = prometheusInterceptor({ register });
  const server = await serve(stripeFake({ secretKey }));
  const urls = { first: await closedPort(), second: server.url };
  const members = Object.entries(urls).map(([name, baseUrl]) =>
    stripePayments({ secretKey, baseUrl }, { name, policy: { retry: false }, interceptors: [interceptor] }),
  );
  const group = failover(payments, members, { memory: processMemory(), interceptors: [interceptor] });
  return {
    group,
    register,
    async [Symbol.asyncDispose]() {
      await group.close();
      await server.close();
    },
  };
}

/** The lines of a scrape that are above zero, without those of buckets and sums of times. */
export async function counted(register: Registry): Promise<readonly string[]> {
  const lines = (await register.metrics()).split('\n');
  return lines.filter((line) => !/^#|_bucket|_sum| 0$|^$/.test(line));
}
