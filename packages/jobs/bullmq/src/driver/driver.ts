import { type Attempt, type Call, type Driver, DriverFailure, type Kit, type Page } from '@patchbay/core';
import type { DeadJob, JobsApi } from '@patchbay/jobs';
import type { capabilities } from '../capabilities.ts';
import { connectionOf } from '../client/client.ts';
import type { Engine } from '../client/engine.ts';
import { type BullmqJobsOptions, keepDoneMsOf } from '../options.ts';
import { enqueue, redrive } from './beginning.ts';
import { claimer } from './claim.ts';
import { bury, complete, retry } from './ending.ts';
import { toEngineId, toEngineToken } from './names.ts';
import { fromDead, fromLook, fromStats, fromTruth } from './replies.ts';
import { Speech } from './speech.ts';

type BullmqDriver = Driver<JobsApi, typeof capabilities>;

const mostPerPage = 100;

/** One transaction or script of Redis for most operations; what moves jobs are BullMQ’s own scripts. */
export function driver(engine: Engine, options: BullmqJobsOptions, kit: Kit): BullmqDriver {
  const connection = connectionOf(engine);
  const keepDoneMs = keepDoneMsOf(options);
  const now = (): number => kit.clock.now();
  const forgotten = (): number => now() - keepDoneMs;
  const speak = <T>(queue: string, attempt: Attempt, say: (speech: Speech) => Promise<T>): Promise<T> =>
    connection.run(attempt, () => say(new Speech(engine, queue)));
  return {
    enqueue: (input, call) =>
      speak(input.queue, call, (to) => enqueue(to, engine, input, { now: now(), forgotten: forgotten() })),
    get: (input, call) =>
      speak(input.queue, call, async (to) =>
        fromLook(await to.script('patchbayJobsLook', toEngineId(input.id), forgotten()), input),
      ),
    claim: claimer(engine, kit),
    renew: ({ queue, id, token, leaseMs }, call) =>
      speak(queue, call, async ({ backend }) =>
        fromTruth(await backend.extendLock(toEngineId(id), toEngineToken(token), leaseMs)),
      ),
    complete: (input, call) => speak(input.queue, call, (to) => complete(to, engine, input, keepDoneMs)),
    retry: (input, call) => speak(input.queue, call, (to) => retry(to, input, now())),
    bury: (input, call) => speak(input.queue, call, (to) => bury(to, engine, input)),
    stats: ({ queue }, call) =>
      speak(queue, call, async (to) => fromStats(await to.script('patchbayJobsStats', now()))),
    'dead.list': ({ queue }, call) => speak(queue, call, (to) => listDead(to, queue, call)),
    'dead.redrive': (input, call) => speak(input.queue, call, (to) => redrive(to, engine, input, now())),
    'dead.discard': ({ queue, id }, call) =>
      speak(queue, call, async (to) => fromTruth(await to.script('patchbayJobsDiscard', toEngineId(id)))),
  };
}

/** A cursor is when the last one died, and its id at BullMQ. */
async function listDead(to: Speech, queue: string, { cursor, limit }: Call): Promise<Page<DeadJob>> {
  const size = Math.min(limit ?? mostPerPage, mostPerPage);
  const [, diedAt, id] = /^(\d{1,16}):(j\..+)$/s.exec(cursor ?? '') ?? [];
  if (cursor !== undefined && id === undefined)
    throw new DriverFailure({
      code: 'invalid_request',
      message: 'This cursor is not from a list of dead jobs.',
    });
  const after = diedAt === undefined || id === undefined ? [] : [diedAt, id];
  return fromDead(await to.script('patchbayJobsDead', size, ...after), queue, size);
}
