import type { AnyCapabilities } from '../../contract.ts';
import { assertError, assertMentions } from '../error-form.ts';
import type { Scene } from '../scene.ts';
import { parsed, type Rows, type WebhookTrial } from './trial.ts';

/** What cannot be verified at all. */
export function unreadableRows<
  S extends Scene,
  N extends string,
  T extends string,
  C extends AnyCapabilities,
>({ needs, genuine, receive }: WebhookTrial<S, N, T, C>): Rows<S, N, T, C> {
  return {
    any_byte_changed: {
      title: 'A webhook with any byte changed is refused, at its beginning, middle and end.',
      needs,
      async run(scene) {
        const webhook = await genuine(scene);
        const { length } = webhook.body;
        for (const index of [0, 1, Math.floor(length / 2), length - 2, length - 1]) {
          const body = webhook.body.map((byte, at) => (at === index ? byte ^ 1 : byte));
          const error = await scene.failure(receive(scene, { ...webhook, body }));
          assertError(error, { code: 'webhook_rejected', reason: 'signature_invalid' });
        }
      },
    },
    parsed_body: {
      title: 'A body that a framework has parsed is refused, and the message says how to get the raw bytes.',
      needs,
      async run(scene) {
        const webhook = await genuine(scene);
        // A caller without types hands over what its framework made of the body.
        const input = { ...webhook, body: parsed(webhook) as Uint8Array };
        const error = await scene.failure(receive(scene, input));
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
        const error = await scene.failure(receive(scene, request));
        assertError(error, { code: 'webhook_rejected', reason: 'body_parsed' });
      },
    },
    is_missing: {
      title: 'A provider without webhooks says `unsupported`.',
      needs: { unless: ({ traits }) => (traits['webhooks'] ? 'the trait is there' : undefined) },
      async run(scene) {
        const body = new TextEncoder().encode('{}');
        const webhook = { url: 'https://shop.example/webhooks', headers: new Headers(), body };
        assertError(await scene.failure(receive(scene, webhook)), { code: 'unsupported' });
      },
    },
  };
}
