import { assert, webhookRows } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import { cases } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';

/** Which webhooks are believed. */
export const webhookVerifyCases = cases(
  'webhooks',
  'webhooks.receive',
  webhookRows({
    needs: { operations: ['create'], traits: ['webhooks'] },
    genuine,
    source: (scene: PaymentsScene) => scene.webhooks,
    receive: ({ payments }, input) => payments.webhooks.receive(input),
  }),
);

/** The last webhook of a payment. */
export async function genuine(scene: PaymentsScene): Promise<RawWebhook> {
  await scene.pay({ reference: 'order-1' });
  const webhook = (await scene.webhooks.sent()).at(-1);
  assert(webhook !== undefined, 'a payment sends a webhook');
  return webhook;
}
