import type { IntegrationError, Setup } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { type Answer, makeToy, scripted } from './toy.ts';

export const key = { idempotencyKey: 'order-7' };

/** The vendor's own refusal. */
export const vendorError = (code: string): Answer => ({
  status: 402,
  body: { error: { code, message: 'No.' } },
});

/** One call of a fresh toy over scripted answers, on a clock of its own. */
export async function call(
  answers: readonly Answer[],
  run: (toy: ReturnType<typeof makeToy>) => Promise<unknown>,
  setup: Setup = {},
) {
  const clock = virtualClock();
  const { fetch, sent } = scripted(...answers);
  const toy = makeToy(fetch, { clock, random: () => 0.5, ...setup });
  await toy.native();
  const settled = await clock.settle(run(toy));
  return {
    settled,
    sent,
    clock,
    toy,
    error: settled.status === 'rejected' ? (settled.reason as IntegrationError) : undefined,
  };
}
