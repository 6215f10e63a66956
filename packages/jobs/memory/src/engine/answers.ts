import { type ClaimedJob, type DeadJob, type Job, readPayload } from '@patchbay/jobs';
import type { KeptJob } from './jobs-store.ts';

/** A job as it is kept. */
export function toJob(kept: KeptJob): Job {
  const { status, attempts, runAt, lastError } = kept;
  return {
    ...common(kept),
    status,
    attempts,
    ...(status === 'waiting' && { runAt: new Date(runAt) }),
    ...(lastError !== undefined && { lastError }),
  };
}

/** A job for whoever has it now. */
export function toClaimed(kept: KeptJob, token: string): ClaimedJob {
  return { ...common(kept), attempt: kept.attempts, token };
}

/** A dead job. */
export function toDead(kept: KeptJob): DeadJob {
  const { attempts, lastError = '', until } = kept;
  return { ...common(kept), attempts, error: lastError, diedAt: new Date(until) };
}

/** Nobody can change what is kept through what they are given. */
function common({ queue, id, payload, orderingKey }: KeptJob) {
  return { queue, id, payload: readPayload(payload), ...(orderingKey !== undefined && { orderingKey }) };
}
