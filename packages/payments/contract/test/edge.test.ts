import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that receives one genuine and one forged webhook through a facade. */
const program = `
  import { defineAdapter, IntegrationError } from '@patchbay/core';
  import { signWebhook, verifySignature } from '@patchbay/core/webhook';
  import { payments } from '@patchbay/payments';

  const secret = 'whsec_edge_secret';
  const verify = async ({ headers, body }) => {
    await verifySignature({ header: headers.get('signature'), body, secrets: [secret], now: Date.now() });
    return [JSON.parse(new TextDecoder().decode(body))];
  };
  const none = Object.fromEntries(Object.keys(payments.operations).map((name) => [name, false]));
  const edge = defineAdapter({
    spec: 1,
    contract: payments,
    capabilities: { provider: 'edge', operations: none, traits: {}, currencies: { accepted: 'any' }, idempotency: { kind: 'none' } },
    options: { '~standard': { version: 1, vendor: 'edge', validate: (value) => ({ value }) } },
    client: async () => ({}),
    driver: () => ({}),
    toFailure: () => undefined,
    check: async () => {},
    parts: { webhook: () => ({ verify }) },
  })({});

  const body = new TextEncoder().encode('{"id":"evt_1","subject":{"kind":"payment","id":"pi_1"}}');
  const send = (header) =>
    edge.webhooks.receive(new Request('https://shop.test/webhooks', { method: 'POST', headers: { signature: header }, body }));
  globalThis.verdict = (async () => {
    const [event] = await send(await signWebhook(body, secret, Math.floor(Date.now() / 1000)));
    const forged = await send('t=1,v1=00').catch((error) => error);
    return { id: event.id, forged: IntegrationError.is(forged, 'webhook_rejected'), globals: typeof globalThis.process + typeof globalThis.require };
  })();
`;

describe('on the edge', () => {
  it('core and contract verify webhooks without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      id: 'evt_1',
      forged: true,
      globals: 'undefinedundefined',
    });
  });
});
