import type { AnyCapabilities } from '../../contract.ts';
import type { Scene } from '../scene.ts';
import { believedRows } from './believed.ts';
import { forgedRows } from './forged.ts';
import type { Rows, WebhookTrial } from './trial.ts';
import { unreadableRows } from './unreadable.ts';

/** Which webhooks are believed: rows for the group `webhooks`, method `webhooks.receive`. */
export function webhookRows<S extends Scene, N extends string, T extends string, C extends AnyCapabilities>(
  trial: WebhookTrial<S, N, T, C>,
): Rows<S, N, T, C> {
  return { ...believedRows(trial), ...forgedRows(trial), ...unreadableRows(trial) };
}
