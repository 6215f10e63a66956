import type { AnyCapabilities } from '../../contract.ts';
import { assert, assertEqual } from '../assert.ts';
import type { Scene } from '../scene.ts';
import { type Rows, seconds, type WebhookTrial } from './trial.ts';

/** What is accepted. */
export function believedRows<S extends Scene, N extends string, T extends string, C extends AnyCapabilities>({
  needs,
  genuine,
  source,
  receive,
}: WebhookTrial<S, N, T, C>): Rows<S, N, T, C> {
  return {
    genuine_is_accepted: {
      title: 'A webhook as the provider signed it is accepted, as raw parts and as a Request.',
      needs,
      async run(scene) {
        const webhook = await genuine(scene);
        const [event] = await scene.value(receive(scene, webhook));
        assert(event !== undefined, 'it has an event');
        const body = new Uint8Array(webhook.body);
        const request = new Request(webhook.url, { method: 'POST', headers: webhook.headers, body });
        const [same] = await scene.value(receive(scene, request));
        assertEqual(same?.id, event.id, 'the event of the Request');
      },
    },
    second_key_is_accepted: {
      title: 'While a key is rotated, webhooks signed with either are accepted.',
      needs,
      async run(scene) {
        const { body } = await genuine(scene);
        const signed = await source(scene).sign(body, { key: 'second' });
        assert((await scene.value(receive(scene, signed))).length > 0, 'it has an event');
      },
    },
    within_tolerance: {
      title: 'A webhook that took almost five minutes is accepted.',
      needs,
      async run(scene) {
        const { body } = await genuine(scene);
        const signed = await source(scene).sign(body, { timestamp: seconds(scene) - 299 });
        assert((await scene.value(receive(scene, signed))).length > 0, 'it has an event');
      },
    },
    makes_no_request: {
      title: 'Receiving a webhook asks nothing of the provider.',
      needs: { ...needs, wire: true },
      async run(scene) {
        const webhook = await genuine(scene);
        const requests = scene.recordRequests();
        await scene.value(receive(scene, webhook));
        assertEqual(requests().length, 0, 'requests');
      },
    },
  };
}
