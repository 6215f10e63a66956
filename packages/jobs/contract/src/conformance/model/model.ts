import type { JobStatus } from '../../job.ts';

/** A job of the model. */
export interface ModelJob {
  readonly id: string;
  readonly orderingKey: string | undefined;
  place: number;
  status: JobStatus;
  attempts: number;
  /** Of whoever has it, or had it last. */
  token: string | undefined;
  /** When the lease ends, or the wait, or at the earliest what was done is forgotten. */
  until: number;
}

/** What jobs have to do, as simple as it can be said: one queue, one caller at a time. */
export class Model {
  readonly jobs = new Map<string, ModelJob>();
  #places = 0;

  add(id: string, orderingKey: string | undefined): boolean {
    if (this.jobs.has(id)) return false;
    const place = (this.#places += 1);
    this.jobs.set(id, { id, orderingKey, place, status: 'waiting', attempts: 0, token: undefined, until: 0 });
    return true;
  }

  /** Those that may be claimed, the oldest first. */
  claimable(now: number): readonly ModelJob[] {
    const open = [...this.jobs.values()]
      .filter(({ status }) => status === 'waiting' || status === 'running')
      .toSorted((left, right) => left.place - right.place);
    const isHead = (job: ModelJob): boolean =>
      job.orderingKey === undefined ||
      open.find(({ orderingKey }) => orderingKey === job.orderingKey) === job;
    return open.filter((job) => isHead(job) && job.until <= now);
  }

  claimed(job: ModelJob, token: string, until: number): void {
    Object.assign(job, { status: 'running', token, until, attempts: job.attempts + 1 });
  }

  /** Waits again, after all others. */
  redriven(job: ModelJob): void {
    const place = (this.#places += 1);
    Object.assign(job, { status: 'waiting', attempts: 0, token: undefined, until: 0, place });
  }
}

/** True for one that was done so long ago that a store need not remember it. */
export function mayBeForgotten({ status, until }: ModelJob, now: number): boolean {
  return status === 'done' && until <= now;
}

/** True for one that is held by nobody although it runs: its lease has ended. */
export function isExpired({ status, until }: ModelJob, now: number): boolean {
  return status === 'running' && until <= now;
}
