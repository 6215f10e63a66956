import { IntegrationError, type Random } from '@patchbay/core';
import { jobsLimits } from '../limits.ts';
import type { FailedTry } from '../worker.ts';

const tries = 10;
const firstMs = 1000;
const longestMs = 15 * 60_000;

/** When a try is repeated if nobody says otherwise: after a while that doubles, ten tries in all. */
export function usualDelay({ job, error }: FailedTry, random: Random): number | 'never' {
  if (job.attempt >= tries) return 'never';
  const drawnMs = Math.min(firstMs * 2 ** (job.attempt - 1), longestMs) * (0.5 + random() / 2);
  const askedMs = IntegrationError.is(error) ? error.retryAfterMs : undefined;
  return Math.max(drawnMs, askedMs ?? 0);
}

/** Whole milliseconds that a store takes. */
export function toDelayMs(ms: number): number {
  return ms > 0 ? Math.min(Math.ceil(ms), jobsLimits.delayMs) : 0; // NaN is no time either
}

/** So many tries may be cut off by crashes before the schedule is asked whether to go on. */
export const mostCutOff = tries;

/** How long to wait after so many failures of the store in a row. */
export function backoffMs(baseMs: number, failures: number, random: Random): number {
  return Math.min(baseMs * 2 ** failures, 60_000) * (0.5 + random() / 2);
}
