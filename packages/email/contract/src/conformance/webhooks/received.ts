import { assert } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { EmailEvent } from '../../events.ts';
import type { EmailScene } from '../scene.ts';

/** Every event so far, received as an application receives it: signed now, in the order in which they were sent. */
export async function events(scene: EmailScene): Promise<readonly EmailEvent[]> {
  const received: EmailEvent[] = [];
  for (const { body } of await scene.webhooks.sent()) {
    received.push(...(await scene.value(scene.email.webhooks.receive(await scene.webhooks.sign(body)))));
  }
  return received;
}

/** A webhook as the provider signed it: that of a mail that was delivered. */
export async function genuine(scene: EmailScene): Promise<RawWebhook> {
  await scene.happen('delivered', await scene.send());
  const webhook = (await scene.webhooks.sent()).at(-1);
  assert(webhook !== undefined, 'a mail that is delivered sends a webhook');
  return webhook;
}
