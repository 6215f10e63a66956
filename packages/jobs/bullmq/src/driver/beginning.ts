import type { Enqueued, EnqueueJob, JobInput } from '@patchbay/jobs';
import type { Engine } from '../client/engine.ts';
import { toEngineId, toEngineName } from './names.ts';
import { fromTruth } from './replies.ts';
import type { Speech } from './speech.ts';

interface Times {
  readonly now: number;
  /** What was done until then is forgotten. */
  readonly forgotten: number;
}

/** Adds a job and gives it its place, at once. Of an id that is taken BullMQ adds nothing. */
export async function enqueue(
  speech: Speech,
  engine: Engine,
  { queue, id = crypto.randomUUID(), payload, runAt, orderingKey }: EnqueueJob,
  { now, forgotten }: Times,
): Promise<Enqueued> {
  const engineId = toEngineId(id);
  const name = toEngineName(orderingKey);
  const job = engine.job(queue, engineId, { name, payload, ...toTime(now, runAt) }).asJSON();
  const [wasThere] = await speech.atOnce(async (transaction) => {
    transaction.runCommand('patchbayJobsPrepare', [speech.base, engineId, forgotten]);
    await speech.backend.addJobToTransaction(transaction, job, engineId);
    if (orderingKey !== undefined) transaction.runCommand('patchbayJobsPlace', [speech.base, engineId, now]);
  });
  return { id, isNew: !fromTruth(wasThere) };
}

/**
 * All are delayed at first, if only until now: BullMQ then hands them out by their time, and those behind others can be
 * parked.
 */
function toTime(now: number, runAt: Date | undefined) {
  const timestamp = now - 1;
  return { timestamp, delay: Math.max(now, runAt?.getTime() ?? now) - timestamp };
}

/** What BullMQ says of a job that is not there, or not dead. */
const notDead: readonly unknown[] = [-1, -3];

/** Lets BullMQ process a dead job anew, as if it never was, after all that have its ordering key. */
export async function redrive(
  speech: Speech,
  engine: Engine,
  { queue, id }: JobInput,
  now: number,
): Promise<boolean> {
  const engineId = toEngineId(id);
  try {
    await speech.backend.retryFinishedJob(engine.job(queue, engineId), 'failed', {
      resetAttemptsMade: true,
      resetAttemptsStarted: true,
    });
  } catch (error) {
    if (notDead.includes(Reflect.get(Object(error), 'code'))) return false;
    throw error;
  }
  await speech.script('patchbayJobsPlace', engineId, now, now);
  return true;
}
