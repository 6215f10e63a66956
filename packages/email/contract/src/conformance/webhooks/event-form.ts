import { assert, assertEqual } from '@patchbay/core/conformance';
import type { EmailEvent } from '../../events.ts';
import { cases } from '../define.ts';
import { events } from './received.ts';

const needs = { operations: ['send'], traits: ['webhooks'] } as const;

/** What every event says, in whatever order they come. */
export const webhookEventFormCases = cases('webhooks', 'webhooks.receive', {
  names_what_it_is: {
    title:
      'An event names its provider, its time and the provider’s own type, and keeps the raw event out of print.',
    needs,
    async run(scene) {
      await scene.happen('delivered', await scene.send());
      const all = await events(scene);
      assert(all.length > 0, 'there are events');
      for (const event of all) {
        assertEqual(event.provider, scene.email.provider, 'provider');
        assert(
          event.id.length > 0 && event.dedupeKey.length > 0 && event.vendorType.length > 0,
          'id, key and type',
        );
        const offByMs = Math.abs(event.occurredAt.getTime() - scene.clock.now());
        assert(offByMs < 5000, `it occurred now, found ${offByMs} ms off`);
        const { raw } = event;
        assertEqual(
          [typeof raw, Object.keys(event).includes('raw')],
          ['object', false],
          'raw, and whether it prints',
        );
        assert(
          Array.isArray(event.tags) && typeof event.metadata === 'object',
          'tags and metadata, empty without',
        );
      }
    },
  },
  carries_reference_and_metadata: {
    title: 'Your reference and metadata come back on every event, and nothing of ours with them.',
    needs: { ...needs, traits: ['webhooks', 'metadata'] },
    async run(scene) {
      const metadata = { order: '1007', note: 'a=b&c "d" — 東京' };
      const receipt = await scene.send({ reference: 'order-1007', metadata });
      await scene.happen('delivered', receipt);
      for (const event of await events(scene)) {
        assertEqual(
          [event.reference, event.metadata],
          ['order-1007', metadata],
          `reference, and metadata of ${event.type}`,
        );
      }
    },
  },
  carries_no_reference_unless_given: {
    title: 'Without reference, metadata and tags there are none.',
    needs,
    async run(scene) {
      await scene.happen('delivered', await scene.send());
      for (const { reference, metadata, tags } of await events(scene))
        assertEqual([reference, metadata, tags], [undefined, {}, []], 'reference, metadata, tags');
    },
  },
  carries_tags: {
    title: 'Tags come back on every event.',
    needs: { ...needs, traits: ['webhooks', 'tags'] },
    async run(scene) {
      await scene.happen('delivered', await scene.send({ tags: ['receipt', 'EU customers'] }));
      for (const { tags } of await events(scene))
        assertEqual(tags.toSorted(), ['EU customers', 'receipt'], 'tags');
    },
  },
  tells_what_it_is_about: {
    title: 'All events of one mail have one objectId, which is the mail’s id.',
    needs,
    async run(scene) {
      const receipts = [await scene.send(), await scene.send()];
      for (const receipt of receipts) await scene.happen('delivered', receipt);
      for (const { messageId, objectId } of await events(scene)) assertEqual(objectId, messageId, 'objectId');
    },
  },
  one_for_each_recipient: {
    title: 'What happens to one recipient is told of that one, not of the others.',
    needs,
    async run(scene) {
      const [ada, grace] = [scene.at('ada'), scene.at('grace')];
      const receipt = await scene.send({ to: [ada, grace] });
      await scene.happen('delivered', receipt, ada);
      await scene.happen('bounced', receipt, grace);
      const found = (await events(scene)).filter(({ type }) =>
        ['message.delivered', 'message.bounced'].includes(type),
      );
      assertEqual(
        found.map(({ type, recipient, messageId }) => [type, recipient, messageId]),
        [
          ['message.delivered', ada, receipt.id],
          ['message.bounced', grace, receipt.id],
        ],
        'events',
      );
    },
  },
  redelivery_has_the_same_key: {
    title: 'A redelivery, signed anew, has the same dedupeKey; another event has another.',
    needs,
    async run(scene) {
      const receipt = await scene.send({ to: [scene.at('ada'), scene.at('grace')] });
      for (const name of ['ada', 'grace', 'ada']) await scene.happen('delivered', receipt, scene.at(name));
      await scene.happen('opened', receipt);
      const first = await events(scene);
      await scene.clock.advance(60_000);
      const second = await events(scene);
      assertEqual(keysOf(second), keysOf(first), 'dedupeKeys of the redelivery');
      assertEqual(new Set(keysOf(first)).size, first.length, `different keys of ${first.length} events`);
    },
  },
  reordered_deliveries_keep_their_time: {
    title: 'Deliveries out of order still tell when each thing happened.',
    needs,
    async run(scene) {
      const receipt = await scene.send();
      await scene.happen('deferred', receipt);
      await scene.subject.passTime(90_000);
      await scene.happen('delivered', receipt);
      const received: EmailEvent[] = [];
      for (const { body } of (await scene.webhooks.sent()).toReversed())
        received.push(...(await scene.value(scene.email.webhooks.receive(await scene.webhooks.sign(body)))));
      const at = (type: string): number =>
        received.find((event) => event.type === type)?.occurredAt.getTime() ?? 0;
      const apartMs = at('message.delivered') - at('message.deferred');
      assert(Math.abs(apartMs - 90_000) <= 1000, `90 s lie between them, found ${apartMs} ms`);
    },
  },
});

function keysOf(received: readonly EmailEvent[]): readonly string[] {
  return received.map(({ dedupeKey }) => dedupeKey);
}
