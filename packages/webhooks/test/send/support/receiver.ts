import { Webhook } from 'standardwebhooks';
import type { WebhookSender } from '../../../src/send/index.ts';
import type { Scene } from './scene.ts';

/** Until so many deliveries have arrived. */
export async function delivered(stage: Scene, sender: WebhookSender, count: number): Promise<void> {
  await stage.until(async () => {
    const all = await sender.deliveries.list();
    return all.filter(({ status }) => status === 'delivered').length === count;
  });
}

/** Whether the reference implementation takes the last request by a secret. It looks at the machine’s own clock. */
export function isSignedBy(secret: string, stage: Scene): boolean {
  const last = stage.requests().at(-1);
  try {
    new Webhook(secret).verify(last?.text ?? '', Object.fromEntries(last?.headers ?? []));
    return true;
  } catch {
    return false;
  }
}
