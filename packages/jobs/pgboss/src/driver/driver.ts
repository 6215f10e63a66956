import type { Call, Driver, Kit } from '@patchbay/core';
import type { JobsApi, QueueInput } from '@patchbay/jobs';
import type { PgBoss } from 'pg-boss';
import type { capabilities } from '../capabilities.ts';
import { sweepSeconds } from '../client/client.ts';
import type { Session } from '../client/database.ts';
import { Transactions } from '../client/transact.ts';
import { type PgbossJobsOptions, settingsOf } from '../options.ts';
import { claim } from './claim.ts';
import { discard, redrive } from './dead-jobs.ts';
import { type Engine, enqueue, enqueueWithin } from './enqueue.ts';
import { HeldJobs } from './held-jobs.ts';
import { Looks } from './look.ts';
import { Queues } from './queues.ts';
import { statementsOver } from './statements.ts';
import { inTransaction } from './transaction.ts';

/** One transaction for each change, in which the engine does its part. */
export function driver(
  boss: PgBoss,
  options: PgbossJobsOptions,
  kit: Kit,
): Driver<JobsApi, typeof capabilities> {
  const { schema, keepDoneMs } = settingsOf(options);
  const engine: Engine = { boss, statements: statementsOver(schema, keepDoneMs), keepDoneMs };
  const transactions = new Transactions(boss, schema, kit);
  const queues = new Queues(transactions, kit.clock, sweepSeconds(keepDoneMs) * 1000);
  const looks = new Looks(transactions, engine.statements);
  const held = new HeldJobs(engine);
  /** A change of a job that is there: false where not even its queue is. */
  const change: Change = async ({ queue }, call, work) =>
    (await queues.has(queue, call.signal)) && transactions.run(call, work);
  return {
    async enqueue(input, call) {
      await queues.make(input.queue, call.signal);
      if (input.transaction !== undefined)
        return inTransaction(input.transaction, kit, call, (session) =>
          enqueueWithin(engine, input, session),
        );
      return transactions.run(call, (session) => enqueue(engine, input, session));
    },
    get: (input, call) => looks.get(input, call),
    async claim(input, call) {
      if (!(await isWorthClaiming({ queues, looks }, input, call))) return [];
      return transactions.run(call, (session) => claim(engine, input, session));
    },
    renew: (input, call) => change(input, call, (session) => held.renew(input, session)),
    complete: (input, call) => change(input, call, (session) => held.complete(input, session)),
    retry: (input, call) => change(input, call, (session) => held.retry(input, session)),
    bury: (input, call) => change(input, call, (session) => held.bury(input, session)),
    stats: (input, call) => looks.stats(input, call),
    'dead.list': (input, call) => looks.dead(input, call),
    'dead.redrive': (input, call) => change(input, call, (session) => redrive(engine, input, session)),
    'dead.discard': (input, call) => change(input, call, (session) => discard(engine, input, session)),
  };
}

/** Looks whether there is something to claim, and lets the engine look after the queue now and then. */
async function isWorthClaiming(
  { queues, looks }: { readonly queues: Queues; readonly looks: Looks },
  { queue }: QueueInput,
  call: Call,
): Promise<boolean> {
  if (!(await queues.has(queue, call.signal))) return false;
  const { hasDue, hasLapsed } = await looks.claimable({ queue }, call);
  // The engine fails jobs whose lease has ended, too, but forgets how they failed before: so the claim comes first.
  if (!hasLapsed) await queues.lookAfter(queue, call.signal);
  return hasDue || hasLapsed;
}

type Change = (
  input: QueueInput,
  call: Call,
  work: (session: Session) => Promise<boolean>,
) => Promise<boolean>;
