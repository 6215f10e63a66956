import { IntegrationError } from '@patchbay/core';
import type { JobsBase } from '../methods.ts';
import type { FailedTry } from '../worker.ts';
import { toDelayMs, usualDelay } from './schedule.ts';
import type { WorkSettings } from './settings.ts';

/** What the hands of one worker share. */
export interface Bench {
  readonly operations: JobsBase['operations'];
  readonly integration: JobsBase['integration'];
  readonly kit: JobsBase['kit'];
  readonly settings: WorkSettings;
  /** Says to the workers of the facade that there may be work. */
  readonly wake: () => void;
  /** Tells of a failure of the store, or of a callback. */
  readonly report: (error: unknown) => void;
}

/** Runs a callback of the application: what it throws is reported, and disturbs nothing. */
export function callSafely(run: () => void, report: (error: unknown) => void): void {
  try {
    run();
  } catch (error) {
    report(error);
  }
}

/** When a failed try is repeated, in whole milliseconds. */
export function delayOf({ settings, kit, report }: Bench, failed: FailedTry): number | 'never' {
  let delay = usualDelay(failed, kit.random);
  callSafely(() => {
    delay = settings.retry?.(failed) ?? delay;
  }, report);
  return delay === 'never' ? delay : toDelayMs(delay);
}

/** True when the same call may help later. */
export function mayHelpLater(error: unknown): boolean {
  return IntegrationError.is(error) && error.retryable;
}

/** True when the facade is closed: nothing helps. */
export function isClosed(error: unknown): boolean {
  return IntegrationError.is(error, 'precondition_failed', 'closed');
}

/** Why a signal aborts. */
export function abortReason({ integration }: Bench, why: keyof typeof reasons): IntegrationError {
  return new IntegrationError({
    ...reasons[why],
    outcome: 'unknown',
    category: integration.category,
    provider: integration.provider,
    integration: integration.name,
    operation: 'jobs.work',
  });
}

const reasons = {
  lost: {
    code: 'conflict',
    reason: 'lease_lost',
    message: 'The job is not ours any more; another may have begun it.',
    hint: 'Give more time (`leaseMs`), do not block the process, and end the work when its signal aborts.',
  },
  closed: {
    code: 'aborted',
    message: 'The worker was closed before the job was done. It is given back.',
    hint: 'Allow more time to `close`, or keep jobs short.',
  },
} as const;
