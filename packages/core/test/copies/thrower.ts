import { DriverFailure, secret } from '@patchbay/core';
import { makePuppet } from '../puppet.ts';

export { defineAdapter, IntegrationError, secret } from '@patchbay/core';

/** What the vendor threw: `unwrap` must lead back to it. */
export class VendorRefusal extends Error {}

const server: typeof fetch = async () => new Response('{}', { status: 402 });

/** A payment that the vendor declines in words that show a secret and an address. It rejects, whatever happens. */
export async function pay(token: string): Promise<never> {
  secret(token);
  const adapter = makePuppet(
    {
      one: async (post, call) => {
        await post('/pay', call);
        throw new VendorRefusal(`${token} of ada@example.test is no good`);
      },
      toFailure: (thrown) => ({
        code: 'declined',
        reason: 'card_expired',
        vendor: { code: 'expired', status: 402, message: thrown instanceof Error ? thrown.message : '' },
      }),
    },
    server,
  );
  await adapter.one({ name: 'Ada Lovelace' }, { idempotencyKey: 'order-7' });
  throw new DriverFailure({ code: 'internal', message: 'The payment went through.' });
}
