import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';

/** What the provider itself refuses. */
export const refusalCases = cases('errors', 'send', {
  unverified_sender: {
    title: 'A sender that the account may not use is `sender_not_verified`, tried once, and nothing is sent.',
    needs: { account: true },
    async run(scene) {
      const { unverifiedSender } = scene.fixtures;
      assert(unverifiedSender !== undefined, 'the harness has such a sender, or exempts this case');
      const message = scene.message({ from: unverifiedSender });
      const error = await scene.failure(scene.email.send(message, scene.once()));
      assertError(error, {
        code: 'provider_permission_denied',
        reason: 'sender_not_verified',
        outcome: 'not_applied',
      });
      await assertOnce(scene, error.attempts.length);
    },
  },
  unknown_template: {
    title: 'A template that the account has not is `template_invalid`, tried once, and nothing is sent.',
    needs: { traits: ['templates'] },
    async run(scene) {
      const { unknownTemplateId } = scene.fixtures;
      assert(unknownTemplateId !== undefined, 'the harness has such an id, or exempts this case');
      const message = scene.bare({ template: { id: unknownTemplateId, data: { name: 'Ada' } } });
      const error = await scene.failure(scene.email.send(message, scene.once()));
      assertError(error, { code: 'invalid_request', reason: 'template_invalid', outcome: 'not_applied' });
      await assertOnce(scene, error.attempts.length);
    },
  },
});

async function assertOnce(scene: EmailScene, attempts: number): Promise<void> {
  assertEqual([attempts, await scene.mailbox.count()], [1, 0], 'attempts, and mails on the far side');
}
