import { IntegrationError } from '@patchbay/core';
import type { AnyEmail } from '../harness.ts';
import type { EmailScene } from '../scene.ts';

/** For the cases below: one attempt, one answer to lose. */
export const oneAttempt = { policy: { retry: false } } as const;

/**
 * The facade whose next answer is lost after the mail was taken: on the wire, or, where there is none, on its way to
 * the application.
 */
export function losing(scene: EmailScene): AnyEmail {
  const { email } = scene;
  if (scene.subject.wire !== undefined) {
    scene.wire.fault({ kind: 'reset_after_commit' });
    return email;
  }
  let isDue = true;
  return {
    ...email,
    async send(message, options) {
      const receipt = await email.send(message, options);
      if (!isDue) return receipt;
      isDue = false;
      throw new IntegrationError({
        code: 'network',
        outcome: 'unknown',
        message: 'The answer was lost.',
        category: 'email',
        provider: email.provider,
        operation: 'email.send',
      });
    },
  };
}
