import type { AnyJobs } from '@patchbay/jobs/conformance';
import { claims, driver, heldOf, inputs, instead, type JobsDefect, type JobsDriver, jobOf, listOf, results, textOf, toFields } from '../broken.ts';

const day = 86_400_000;

/** Looks whether there is such a job, then writes it down. */
const enqueueInTwoSteps = instead('enqueue', (jobs, original) => async (input) => {
  const isNew = (await jobs.get(jobOf(input))) === undefined;
  return { ...toFields(await original(input)), isNew };
});

/** Gives what it gave before once more. */
const claimsAgain = instead('claim', (_jobs, original) => {
  let last: readonly unknown[] = [];
  return async (...given) => {
    const [before, now] = [last, listOf(await original(...given))];
    if (now.length > 0) last = now;
    return now.length > 0 ? now : before;
  };
});

/** The token of whoever has a job serves everybody. */
function anyToken(operation: 'complete' | 'retry' | 'bury'): JobsDefect {
  return {
    facade(jobs) {
      const tokens = new Map<string, unknown>();
      const claim: AnyJobs['claim'] = async (...given) => {
        const claimed = await jobs.claim(...given);
        for (const { id, token } of claimed) tokens.set(id, token);
        return claimed;
      };
      const end = instead(operation, (_jobs, original) => (input) =>
        original({ ...toFields(input), token: tokens.get(textOf(input, 'id')) ?? textOf(input, 'token') }),
      );
      const broken = end.facade?.(jobs, undefined as never) ?? jobs; // it looks at no subject
      return { ...broken, claim } as AnyJobs; // the same members
    },
  };
}

/** Whoever gives a job back after its time is told yes, and it waits for nothing. */
const lateRetries: JobsDefect = {
  facade(jobs, subject) {
    const ends = new Map<string, number>();
    const claim: AnyJobs['claim'] = async (...given) => {
      const claimed = await jobs.claim(...given);
      for (const { token } of claimed) ends.set(token, subject.clock.now() + given[0].leaseMs);
      return claimed;
    };
    const retry: AnyJobs['retry'] = (input, ...rest) => {
      const isLate = subject.clock.now() >= (ends.get(input.token) ?? 0);
      return jobs.retry({ ...input, delayMs: isLate ? 0 : input.delayMs }, ...rest);
    };
    return { ...jobs, claim, retry };
  },
};

const withoutKey = inputs(['enqueue'], ({ orderingKey: _lost, ...input }) => input);

/** Defects of claims, leases, ordering keys and races. */
export const claimDrivers: readonly JobsDriver[] = [
  driver('newest-first', 'gives the newest first', 'contract.claim.oldest_first', results('claim', (jobs) => listOf(jobs).toReversed())),
  driver('one-too-many', 'gives one job more than was asked for', 'contract.claim.no_more_than_asked', inputs(['claim'], (input) => ({ ...input, limit: Math.min(100, Number(input['limit']) + 1) }))),
  driver('one-at-a-time', 'gives one job, however many were asked for', 'model.claim.long_histories', results('claim', (jobs) => listOf(jobs).slice(0, 1))),
  driver('one-token', 'gives everybody the same token', 'contract.claim.tokens_differ', claims((job) => ({ ...job, token: 'token' }))),
  driver('tries-uncounted', 'does not count tries', 'contract.claim.counts_tries', claims((job) => ({ ...job, attempt: 1 }))),
  driver('tries-from-zero', 'counts tries from 0', 'contract.claim.whole', claims((job) => ({ ...job, attempt: Number(job['attempt']) - 1 }))),
  driver('claims-again', 'gives a job that is held', 'races.claim.one_job', claimsAgain),
  driver('retry-at-once', 'does not wait before the next try', 'contract.retry.waits', inputs(['retry'], (input) => ({ ...input, delayMs: 0 }))),
  driver('retry-too-late', 'waits a millisecond too long', 'contract.retry.waits', inputs(['retry'], (input) => ({ ...input, delayMs: Number(input['delayMs']) + 1 }))),
  driver('repeat-refused', 'says no to whoever ends a job twice', 'contract.complete.is_repeatable', instead('complete', (jobs, original) => async (input) => {
    const status = (await jobs.get(jobOf(input)))?.status;
    return status === 'running' ? original(input) : false;
  })),
  driver('lease-too-long', 'holds jobs a millisecond too long', 'leases.claim.ends', inputs(['claim'], (input) => ({ ...input, leaseMs: Number(input['leaseMs']) + 1 }))),
  driver('lease-of-a-day', 'holds jobs for a day', 'leases.claim.again_and_again', inputs(['claim'], (input) => ({ ...input, leaseMs: day }))),
  driver('lease-for-all', 'gives every claim the same time', 'leases.claim.each_its_own', inputs(['claim'], (input) => ({ ...input, leaseMs: 30_000 }))),
  driver('renews-nothing', 'says that it renewed, and did not', 'leases.renew.holds_longer', instead('renew', () => async () => true)),
  driver('renews-what-ended', 'lets a lease that has ended begin again while nobody else has the job', 'leases.renew.after_the_end', instead('renew', (jobs, original) => async (input) => {
    const isRenewed = await original(input);
    return isRenewed === true || (await jobs.get(jobOf(input)))?.status === 'running';
  })),
  driver('late-retry-at-once', 'does not wait where a job is given back late', 'leases.complete.late_retry', lateRetries),
  driver('cut-off-forgets', 'forgets why a job failed when its next try is cut off', 'leases.claim.keeps_the_reason', results('get', (job) => {
    const { lastError: _lost, ...rest } = toFields(job);
    return Number(rest['attempts']) > 2 ? rest : job;
  })),
  driver('renews-anything', 'renews what nobody has', 'leases.renew.of_nobody', results('renew', () => true)),
  driver('overtaken-is-told-yes', 'tells whoever was overtaken that he ended the job', 'leases.complete.stale_complete', results('complete', () => true)),
  driver('overtaken-gives-back', 'tells whoever was overtaken that he gave the job back', 'leases.complete.stale_retry', results('retry', () => true)),
  driver('overtaken-gives-up', 'tells whoever was overtaken that he gave the job up', 'leases.complete.stale_bury', results('bury', () => true)),
  driver('any-token-completes', 'lets anybody end a job', 'leases.complete.stranger', anyToken('complete')),
  driver('any-token-retries', 'lets anybody give a job back', 'leases.complete.stranger', anyToken('retry')),
  driver('any-token-buries', 'lets anybody give a job up', 'leases.complete.stranger', anyToken('bury')),
  driver('keys-ignored', 'ignores ordering keys', 'ordering.enqueue.one_at_a_time', withoutKey),
  driver('keys-without-case', 'does not look at the case of ordering keys', 'ordering.enqueue.keys_are_apart', inputs(['enqueue'], (input) => {
    const { orderingKey } = input;
    return typeof orderingKey === 'string' ? { ...input, orderingKey: orderingKey.toLowerCase() } : input;
  })),
  driver('retry-to-the-end', 'puts a job that is repeated behind those after it', 'ordering.enqueue.a_retry_holds_up', instead('retry', (jobs) => async (input) => {
    const isBuried = await jobs.bury({ ...heldOf(input), error: textOf(input, 'error') });
    return isBuried && jobs.dead.redrive(jobOf(input));
  })),
  driver('dead-hold-up', 'lets a dead job hold up those after it', 'ordering.enqueue.a_dead_job_does_not', instead('bury', (jobs) => (input) => jobs.retry({ ...heldOf(input), error: textOf(input, 'error'), delayMs: day }))),
  driver('enqueue-in-two-steps', 'looks whether an id is taken, then writes', 'races.enqueue.one_is_new', enqueueInTwoSteps),
  driver('claim-given-twice', 'gives two workers one job', 'races.claim.each_once', claimsAgain),
  driver('model-always-new', 'says of every job that it is new', 'model.claim.histories', results('enqueue', (result) => ({ ...toFields(result), isNew: true }))),
  driver('model-any-token', 'lets anybody end a job', 'model.claim.histories', anyToken('complete')),
  driver('model-keys-ignored', 'ignores ordering keys', 'model.claim.histories_of_keys', withoutKey),
];
