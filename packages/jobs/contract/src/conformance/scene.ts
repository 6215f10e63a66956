import type { OperationName } from '@patchbay/core';
import { assert, assertEqual, assertError, Scene } from '@patchbay/core/conformance';
import type { JobsApi } from '../api.ts';
import type { ClaimedJob, EnqueueJob, HeldJob, Job, JobInput, Json, QueueStats } from '../job.ts';
import { jobsReasons } from '../reasons.ts';
import type { AnyJobs, JobsSubject } from './harness.ts';

const pollMs = 100;
const patienceMs = 15_000;

/** One fresh store as the cases use it, with the steps that many cases share. */
export class JobsScene extends Scene<JobsSubject> {
  readonly jobs: AnyJobs;
  readonly queue = 'cases';
  #ids = 0;

  constructor(subject: JobsSubject) {
    super(subject, jobsReasons);
    this.jobs = subject.facade;
  }

  /** An id that is new in this store. */
  id(name = 'job'): string {
    this.#ids += 1;
    return `${name}-${this.#ids}`;
  }

  /** A lease that is short where it has to be waited for. */
  get leaseMs(): number {
    return this.subject.canAdvance ? 30_000 : 1600;
  }

  /** A lease whose end nobody waits for: a busy machine must not come to it. */
  get longMs(): number {
    return this.subject.canAdvance ? this.leaseMs : 60_000;
  }

  /** Goes to the last moment of a time that has just begun. */
  async untilJustBefore(ms: number = this.leaseMs): Promise<void> {
    await this.clock.advance(this.subject.canAdvance ? ms - 1 : ms / 8);
  }

  /** Goes from there to the first moment after it. */
  async untilTheEnd(ms: number = this.leaseMs): Promise<void> {
    await this.clock.advance(this.subject.canAdvance ? 1 : ms);
  }

  /** Goes to the very end of a time that has just begun. */
  async pass(ms: number = this.leaseMs): Promise<void> {
    await this.untilJustBefore(ms);
    await this.untilTheEnd(ms);
  }

  /** Looks until what it finds will do. A store that the suite cannot advance is given a while. */
  async soon<T>(look: () => Promise<T>, isEnough: (found: T) => boolean): Promise<T> {
    const until = this.clock.monotonic() + (this.subject.canAdvance ? 0 : patienceMs);
    for (;;) {
      const found = await look();
      if (isEnough(found) || this.clock.monotonic() >= until) return found;
      await this.clock.advance(pollMs);
    }
  }

  /** Waits while workers work, until what is looked for is so. */
  async until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const until = this.clock.monotonic() + (this.subject.canAdvance ? 600_000 : 30_000);
    while (!(await isSo())) {
      assert(this.clock.monotonic() < until, what);
      await this.clock.advance(this.subject.canAdvance ? 500 : 20);
    }
  }

  /** Writes a job down. */
  async enqueue(input: Partial<EnqueueJob> = {}): Promise<JobInput> {
    const { queue = this.queue, id = this.id(), payload = null } = input;
    const enqueued = await this.value(this.jobs.enqueue({ ...input, queue, id, payload }));
    assertEqual(enqueued, { id, isNew: true }, 'what became of it');
    return { queue, id };
  }

  /** Writes jobs down, one after the other. */
  async enqueueAll(ids: readonly string[], more: Partial<EnqueueJob> = {}): Promise<void> {
    for (const id of ids) await this.enqueue({ ...more, id });
  }

  /** A job that waits. */
  made(queue = this.queue, payload: Json = { greeting: 'a postcard' }): Promise<JobInput> {
    return this.enqueue({ queue, payload });
  }

  /** Takes what can be had at once. */
  claim(limit = 1, jobs: AnyJobs = this.jobs, leaseMs = this.longMs): Promise<readonly ClaimedJob[]> {
    return this.value(jobs.claim({ queue: this.queue, limit, leaseMs }));
  }

  /** Takes as many as there should be by now. */
  claimSoon(limit = 1, jobs: AnyJobs = this.jobs, leaseMs = this.longMs): Promise<readonly ClaimedJob[]> {
    const found: ClaimedJob[] = [];
    if (limit === 0) return Promise.resolve(found);
    return this.soon(
      async () => {
        found.push(...(await this.claim(limit - found.length, jobs, leaseMs)));
        return found;
      },
      ({ length }) => length >= limit,
    );
  }

  /** Takes one that has to be there. */
  async claimOne(jobs: AnyJobs = this.jobs, leaseMs = this.longMs): Promise<ClaimedJob> {
    const [job] = await this.claimSoon(1, jobs, leaseMs);
    assert(job !== undefined, 'there is a job to claim');
    return job;
  }

  /** Claims, and fails unless it gets these, in their order, and no other. */
  async assertClaimed(ids: readonly string[], limit = 100): Promise<readonly ClaimedJob[]> {
    const jobs = [...(await this.claimSoon(Math.min(limit, ids.length)))];
    if (jobs.length < limit) jobs.push(...(await this.claim(limit - jobs.length)));
    assertEqual(idsOf(jobs), ids, 'jobs that were claimed, in order');
    return jobs;
  }

  /** A new job that is ours. */
  async held(queue = this.queue, leaseMs = this.longMs): Promise<HeldJob> {
    const { id } = await this.made(queue);
    const claimed = await this.soon(
      () => this.value(this.jobs.claim({ queue, limit: 1, leaseMs })),
      ({ length }) => length > 0,
    );
    const [job] = claimed;
    assert(job?.id === id, 'the new job is claimed');
    return heldBy(job);
  }

  /** A new job that is ours for a short time, of which the end is waited for. */
  heldShortly(): Promise<HeldJob> {
    return this.held(this.queue, this.leaseMs);
  }

  /** A new job that is dead. */
  async buried(queue = this.queue, error = 'The printer is out of paper.'): Promise<JobInput> {
    const held = await this.held(queue);
    assertEqual(await this.value(this.jobs.bury({ ...held, error })), true, 'whether it was given up');
    return { queue, id: held.id };
  }

  /** A job as it is kept. */
  read(id: string, queue = this.queue): Promise<Job | undefined> {
    return this.value(this.jobs.get({ queue, id }));
  }

  async assertStatus(id: string, status: Job['status'] | undefined): Promise<void> {
    assertEqual((await this.read(id))?.status, status, `where ${JSON.stringify(id)} is`);
  }

  async assertStats(stats: Partial<QueueStats>, queue = this.queue): Promise<void> {
    const none: QueueStats = { ready: 0, delayed: 0, running: 0, dead: 0 };
    const { oldestReadyAt, ...counts } = await this.value(this.jobs.stats({ queue }));
    assertEqual(counts, { ...none, ...stats }, 'how the queue is doing');
    assertEqual(
      oldestReadyAt !== undefined,
      counts.ready > 0,
      'whether there is an oldest one that is ready',
    );
  }

  /** Fails unless the oldest job that is ready could run since a moment from `from` to `to`. */
  async assertOldest(from: number, to: number): Promise<void> {
    const { oldestReadyAt } = await this.value(this.jobs.stats({ queue: this.queue }));
    const at = Number(oldestReadyAt);
    assert(at >= from && at <= to, `the oldest is ready since ${from} to ${to}, found ${at}`);
  }

  /**
   * Fails unless a call with an impossible input is refused. An operation that the provider lacks has its own cases.
   */
  async assertRefused(operation: OperationName<JobsApi>, call: () => Promise<unknown>): Promise<void> {
    if (!this.jobs.supports(operation)) return;
    assertError(await this.failure(call()), { code: 'invalid_request', outcome: 'not_applied' });
  }

  /** The ids on the far side, in order. */
  async farIds(queue = this.queue): Promise<readonly string[]> {
    const jobs = await this.subject.jobs();
    return jobs
      .filter((job) => job.queue === queue)
      .map(({ id }) => id)
      .toSorted();
  }

  /** So many callers over several facades on the same store. */
  async clients(count: number): Promise<readonly AnyJobs[]> {
    const facades = [this.jobs, await this.subject.another(), await this.subject.another()];
    return Array.from({ length: count }, (_, index) => facades[index % facades.length] ?? this.jobs);
  }
}

/** What names a job that is ours. */
export function heldBy({ queue, id, token }: HeldJob): HeldJob {
  return { queue, id, token };
}

/** The ids of jobs, in their order. */
export function idsOf(jobs: readonly { readonly id: string }[]): readonly string[] {
  return jobs.map(({ id }) => id);
}
