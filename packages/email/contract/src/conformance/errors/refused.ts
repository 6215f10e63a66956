import { assertEqual, assertError, assertMentions, invoke } from '@patchbay/core/conformance';
import type { EmailRow } from '../define.ts';
import type { EmailScene } from '../scene.ts';

/** A message that is refused before any request, by a message that names the field. */
export function refuses(
  title: string,
  field: string,
  change: (scene: EmailScene) => object,
  needs: EmailRow['needs'] = {},
): EmailRow {
  return {
    title,
    parameters: { title, field },
    needs,
    run: (scene) => assertRefused(scene, field, change(scene)),
  };
}

/** Fails unless a message with these fields is refused before any request. */
export async function assertRefused(scene: EmailScene, field: string, fields: object): Promise<void> {
  const requests = scene.recordRequests();
  const message = { ...scene.message(), ...fields };
  const defined = Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
  const error = await scene.failure(invoke(scene.facade, 'send', defined, scene.once()));
  assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
  assertMentions(error, field);
  const found = [error.attempts.length, requests().length, await scene.mailbox.count()];
  assertEqual(found, [0, 0, 0], 'attempts, requests, mails on the far side');
}
