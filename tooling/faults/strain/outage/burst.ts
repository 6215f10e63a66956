import { IntegrationError } from '@patchbay/core';
import type { StripePayments } from '@patchbay/payments-stripe';
import { controlTimer } from '@patchbay/tooling-presets/control-timer';
import { count, seconds } from '../report.ts';
import { paymentOf } from '../stripe.ts';

/** What became of many calls that began at once. */
export interface Burst {
  readonly calls: number;
  /** How many ended how: `resolved`, or the error's code and reason. */
  readonly endings: ReadonlyMap<string, number>;
  readonly elapsedMs: number;
  /** How late a timer beside them was. */
  readonly lagMs: number;
}

let made = 0;

/** Begins all calls in one turn and waits for all of them. */
export async function burst(payments: StripePayments, calls: number): Promise<Burst> {
  const lag = controlTimer();
  const startedAt = performance.now();
  const endings = new Map<string, number>();
  const note = (ending: string): void => void endings.set(ending, (endings.get(ending) ?? 0) + 1);
  const call = async (): Promise<void> => {
    const id = `strain-${(made += 1)}`;
    await payments.create(paymentOf(id), { idempotencyKey: id }).then(
      () => note('resolved'),
      (error: unknown) => note(endingOf(error)),
    );
  };
  await Promise.all(Array.from({ length: calls }, call));
  return { calls, endings, elapsedMs: performance.now() - startedAt, lagMs: lag.stop() };
}

function endingOf(error: unknown): string {
  if (!IntegrationError.is(error)) return 'no error of ours';
  return error.reason === undefined ? error.code : `${error.code}/${error.reason}`;
}

export function describeEndings({ endings }: Burst): string {
  return [...endings].map(([ending, times]) => `${count(times)} ${ending}`).join(', ');
}

export function describeTime({ elapsedMs, lagMs }: Burst): string {
  return `${seconds(elapsedMs)}; a control timer beside it was ${Math.round(lagMs)} ms late`;
}
