import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that sends a mail with a file, refuses a forged header, and receives a webhook through a facade. */
const program = `
  import { defineAdapter, IntegrationError } from '@patchbay/core';
  import { signWebhook, verifySignature } from '@patchbay/core/webhook';
  import { email, loadAttachments, toBase64 } from '@patchbay/email';

  const secret = 'whsec_edge_secret';
  const verify = async ({ headers, body }) => {
    await verifySignature({ header: headers.get('signature'), body, secrets: [secret], now: Date.now() });
    return [JSON.parse(new TextDecoder().decode(body))];
  };
  const traits = { attachments: true };
  const none = Object.fromEntries(Object.keys(email.operations).map((name) => [name, false]));
  const edge = defineAdapter({
    spec: 1,
    contract: email,
    capabilities: { provider: 'edge', operations: { ...none, send: 'native' }, traits, limits: {}, idempotency: { kind: 'none' } },
    options: { '~standard': { version: 1, vendor: 'edge', validate: (value) => ({ value }) } },
    client: async () => ({}),
    driver: () => ({
      send: async ({ attachments }) => ({ id: toBase64((await loadAttachments(attachments, 1000))[0].bytes) }),
    }),
    toFailure: () => undefined,
    check: async () => {},
    parts: { webhook: () => ({ verify }) },
  })({});

  const mail = { from: 'a@b.example', to: 'Ada <c@d.example>', subject: 'x', text: 'x' };
  const attachments = [{ filename: 'a.txt', content: () => new Blob(['hello']).stream() }];
  const body = new TextEncoder().encode('{"id":"evt_1"}');
  const receive = (header) =>
    edge.webhooks.receive(new Request('https://shop.test/webhooks', { method: 'POST', headers: { signature: header }, body }));
  globalThis.verdict = (async () => {
    const { id } = await edge.send({ ...mail, attachments });
    const injected = await edge.send({ ...mail, subject: 'x\\r\\nBcc: e@f.example' }).catch((error) => error);
    const [event] = await receive(await signWebhook(body, secret, Math.floor(Date.now() / 1000)));
    const forged = await receive('t=1,v1=00').catch((error) => error);
    return {
      id,
      injected: IntegrationError.is(injected, 'invalid_request'),
      event: event.id,
      forged: IntegrationError.is(forged, 'webhook_rejected'),
      globals: typeof globalThis.process + typeof globalThis.require + typeof globalThis.Buffer,
    };
  })();
`;

describe('on the edge', () => {
  it('core and contract send mails and verify webhooks without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      id: 'aGVsbG8=',
      injected: true,
      event: 'evt_1',
      forged: true,
      globals: 'undefinedundefinedundefined',
    });
  });
});
