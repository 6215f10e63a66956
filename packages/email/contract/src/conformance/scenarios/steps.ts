import type { EmailScene } from '../scene.ts';
import type { Office } from './office.ts';

/** Delivers every webhook so far. */
export async function deliverAll(scene: EmailScene, office: Office): Promise<void> {
  for (const { body } of await scene.webhooks.sent())
    await scene.value(office.receive(await scene.webhooks.sign(body)));
}

/** A file that looks like one. */
export function pdf(): Uint8Array {
  const head = new TextEncoder().encode('%PDF-1.7\n');
  return new Uint8Array([...head, ...Array.from({ length: 2000 }, (_, index) => (index * 31) % 256)]);
}
