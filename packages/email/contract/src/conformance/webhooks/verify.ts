import { assert, assertEqual, assertError, assertMentions } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import { cases, type EmailRow } from '../define.ts';
import type { EmailScene } from '../scene.ts';
import { genuine, seconds } from './received.ts';

const needs = { operations: ['send'], traits: ['webhooks'] } as const;

/** Which webhooks are believed. */
export const webhookVerifyCases = cases('webhooks', 'webhooks.receive', {
  genuine_is_accepted: {
    title: 'A webhook as the provider signed it is accepted, as raw parts and as a Request.',
    needs,
    async run(scene) {
      const webhook = await genuine(scene);
      const [event] = await scene.value(scene.email.webhooks.receive(webhook));
      assert(event !== undefined, 'it has an event');
      const body = new Uint8Array(webhook.body);
      const request = new Request(webhook.url, { method: 'POST', headers: webhook.headers, body });
      const [same] = await scene.value(scene.email.webhooks.receive(request));
      assertEqual(same?.id, event.id, 'the event of the Request');
    },
  },
  second_key_is_accepted: {
    title: 'While a key is rotated, webhooks signed with either are accepted.',
    needs,
    async run(scene) {
      const { body } = await genuine(scene);
      const signed = await scene.webhooks.sign(body, { key: 'second' });
      assert((await scene.value(scene.email.webhooks.receive(signed))).length > 0, 'it has an event');
    },
  },
  wrong_key: rejects(
    'signature_invalid',
    'A webhook signed with another key is refused.',
    (scene, { body }) => scene.webhooks.sign(body, { key: 'foreign' }),
  ),
  any_byte_changed: {
    title: 'A webhook with any byte changed is refused, at its beginning, middle and end.',
    needs,
    async run(scene) {
      const webhook = await genuine(scene);
      const { length } = webhook.body;
      for (const index of [0, 1, Math.floor(length / 2), length - 2, length - 1]) {
        const body = webhook.body.map((byte, at) => (at === index ? byte ^ 1 : byte));
        const error = await scene.failure(scene.email.webhooks.receive({ ...webhook, body }));
        assertError(error, { code: 'webhook_rejected', reason: 'signature_invalid' });
      }
    },
  },
  truncated: rejects(
    'signature_invalid',
    'A webhook whose end is missing is refused.',
    async (_scene, webhook) => ({
      ...webhook,
      body: webhook.body.slice(0, -7),
    }),
  ),
  extended: rejects(
    'signature_invalid',
    'A webhook with something added is refused.',
    async (_scene, webhook) => ({
      ...webhook,
      body: new Uint8Array([...webhook.body, 32]),
    }),
  ),
  serialised_again: rejects(
    'signature_invalid',
    'A body that was parsed and written again is another body: it is refused.',
    async (_scene, webhook) => {
      const parsed: unknown = JSON.parse(new TextDecoder().decode(webhook.body));
      return { ...webhook, body: new TextEncoder().encode(JSON.stringify(parsed, null, 3)) };
    },
  ),
  empty_body: rejects(
    'signature_invalid',
    'An empty body under somebody else’s signature is refused.',
    async (_scene, webhook) => ({ ...webhook, body: new Uint8Array() }),
  ),
  unsigned: rejects(
    'signature_missing',
    'Without a signature it is refused.',
    async (_scene, { body, url }) => ({
      url,
      body,
      headers: new Headers({ 'content-type': 'application/json' }),
    }),
  ),
  stale: rejects(
    'timestamp_outside_tolerance',
    'A webhook signed more than five minutes ago is refused.',
    (scene, { body }) => scene.webhooks.sign(body, { timestamp: seconds(scene) - 301 }),
  ),
  from_the_future: rejects(
    'timestamp_outside_tolerance',
    'A webhook signed more than five minutes ahead is refused.',
    (scene, { body }) => scene.webhooks.sign(body, { timestamp: seconds(scene) + 302 }),
  ),
  within_tolerance: {
    title: 'A webhook that took almost five minutes is accepted.',
    needs,
    async run(scene) {
      const { body } = await genuine(scene);
      const signed = await scene.webhooks.sign(body, { timestamp: seconds(scene) - 299 });
      assert((await scene.value(scene.email.webhooks.receive(signed))).length > 0, 'it has an event');
    },
  },
  captured_and_sent_later: {
    title: 'A genuine webhook that somebody recorded is refused ten minutes later.',
    needs,
    async run(scene) {
      const webhook = await genuine(scene);
      await scene.clock.advance(600_000);
      const error = await scene.failure(scene.email.webhooks.receive(webhook));
      assertError(error, { code: 'webhook_rejected', reason: 'timestamp_outside_tolerance' });
    },
  },
  signed_nonsense: rejects(
    'payload_malformed',
    'A signed body that is no event is refused, not guessed at.',
    (scene) => scene.webhooks.sign(new TextEncoder().encode('{"hello":"world"}')),
  ),
  signed_garbage: rejects('payload_malformed', 'A signed body that is no JSON is refused.', (scene) =>
    scene.webhooks.sign(new TextEncoder().encode('[{"event": "delivered", ')),
  ),
  parsed_body: {
    title: 'A body that a framework has parsed is refused, and the message says how to get the raw bytes.',
    needs,
    async run(scene) {
      const webhook = await genuine(scene);
      const parsed: unknown = JSON.parse(new TextDecoder().decode(webhook.body));
      // A caller without types hands over what its framework made of the body.
      const input = { ...webhook, body: parsed as Uint8Array };
      const error = await scene.failure(scene.email.webhooks.receive(input));
      assertError(error, { code: 'webhook_rejected', reason: 'body_parsed' });
      assertMentions(error, 'raw');
    },
  },
  read_request: {
    title: 'A Request whose body was read already is refused for that reason.',
    needs,
    async run(scene) {
      const { url, headers, body } = await genuine(scene);
      const request = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
      await request.text();
      const error = await scene.failure(scene.email.webhooks.receive(request));
      assertError(error, { code: 'webhook_rejected', reason: 'body_parsed' });
    },
  },
  too_large: rejects(
    'too_large',
    'A body of more than a mebibyte is refused unread.',
    async (_scene, webhook) => ({
      ...webhook,
      body: new Uint8Array(1024 * 1024 + 1),
    }),
  ),
  makes_no_request: {
    title: 'Receiving a webhook asks nothing of the provider.',
    needs: { ...needs, wire: true },
    async run(scene) {
      const webhook = await genuine(scene);
      const requests = scene.recordRequests();
      await scene.value(scene.email.webhooks.receive(webhook));
      assertEqual(requests().length, 0, 'requests');
    },
  },
  is_missing: {
    title: 'A provider without webhooks says `unsupported`.',
    needs: { unless: ({ traits }) => (traits.webhooks ? 'the trait is there' : undefined) },
    async run(scene) {
      const webhook = {
        url: 'https://shop.example/webhooks',
        headers: new Headers(),
        body: new Uint8Array([123, 125]),
      };
      assertError(await scene.failure(scene.email.webhooks.receive(webhook)), { code: 'unsupported' });
    },
  },
});

type Forge = (scene: EmailScene, webhook: RawWebhook) => Promise<RawWebhook>;

function rejects(reason: string, title: string, forge: Forge): EmailRow {
  return {
    title,
    needs,
    parameters: { reason, forge: forge.toString() },
    async run(scene) {
      const forged = await forge(scene, await genuine(scene));
      const error = await scene.failure(scene.email.webhooks.receive(forged));
      assertError(error, { code: 'webhook_rejected', reason });
    },
  };
}
