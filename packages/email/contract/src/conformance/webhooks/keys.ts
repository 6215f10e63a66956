import { vendorKey } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { events } from './received.ts';

const needs = { operations: ['send'], traits: ['webhooks'] } as const;
/** Characters of a key that a ledger compares. */
const compared = 24;

/**
 * Which call sent the mail that an event is about. A provider that cannot bring a key back is exempted, with the
 * reason.
 */
export const webhookKeyCases = cases('webhooks', 'webhooks.receive', {
  carries_the_key: {
    title: 'Every event of a mail with an idempotency key brings back the key that went out with it.',
    needs,
    async run(scene) {
      const [key, other] = [scene.once(), scene.once()];
      const receipt = await scene.value(scene.email.send(scene.message(), key));
      const another = await scene.value(scene.email.send(scene.message(), other));
      await scene.happen('delivered', another);
      for (const what of ['deferred', 'delivered', 'unheard_of', 'complained'] as const)
        await scene.happen(what, receipt);
      const sent = { [receipt.id]: key, [another.id]: other };
      const { maxLength } = scene.email.capabilities.idempotency;
      const all = await events(scene);
      assert(all.length >= 5, `an event for each thing that happened, found ${all.length}`);
      for (const { type, messageId = '', vendorKey: found } of all) {
        const own = await vendorKey(['email.send', '', sent[messageId]?.idempotencyKey ?? ''], maxLength);
        assertEqual(found?.slice(0, compared), own.slice(0, compared), `key of ${type}`);
      }
    },
  },
  carries_no_key_unless_given: {
    title: 'An event of a mail without an idempotency key brings none.',
    needs,
    async run(scene) {
      await scene.happen('delivered', await scene.value(scene.email.send(scene.message())));
      for (const { type, vendorKey: found } of await events(scene))
        assertEqual(found, undefined, `key of ${type}`);
    },
  },
});
