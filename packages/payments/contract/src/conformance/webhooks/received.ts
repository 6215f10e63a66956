import type { PaymentEvent } from '../../events.ts';
import type { PaymentsScene } from '../scene.ts';

/** Every event so far, received as an application receives it. */
export async function events(scene: PaymentsScene): Promise<readonly PaymentEvent[]> {
  const received: PaymentEvent[] = [];
  for (const { body } of await scene.webhooks.sent()) {
    received.push(...(await scene.value(scene.payments.webhooks.receive(await scene.webhooks.sign(body)))));
  }
  return received;
}
