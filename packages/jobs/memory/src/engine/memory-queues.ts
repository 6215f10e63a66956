import { type Clock, DriverFailure, type Page } from '@patchbay/core';
import type {
  BuryJob,
  ClaimedJob,
  ClaimJobs,
  DeadJob,
  Enqueued,
  EnqueueJob,
  HeldJob,
  Job,
  JobInput,
  QueueInput,
  QueueStats,
  RenewJob,
  RetryJob,
} from '@patchbay/jobs';
import { toClaimed, toDead, toJob } from './answers.ts';
import { type JobsStore, type KeptJob, type KeptQueue, sweepDone } from './jobs-store.ts';

/** Where jobs are kept, how many, for how long, and by which clock. */
export interface MemorySettings {
  readonly store: JobsStore;
  readonly mostJobs: number;
  readonly keepDoneMs: number;
  readonly clock: Clock;
}

const sweptPerWrite = 8;
const mostPerPage = 1000;

/** The queues of a store on the clock of one instance: every function is one step that nothing comes between. */
export class MemoryQueues {
  readonly #settings: MemorySettings;

  constructor(settings: MemorySettings) {
    this.#settings = settings;
  }

  enqueue({ queue: name, id = crypto.randomUUID(), payload, runAt, orderingKey }: EnqueueJob): Enqueued {
    const queue = this.#queue(name);
    sweepDone(queue, this.#now, sweptPerWrite);
    if (this.#find({ queue: name, id }) !== undefined) return { id, isNew: false };
    this.#assertRoom();
    const now = this.#now;
    queue.done.delete(id); // forgotten, though not yet dropped
    queue.open.set(id, {
      queue: name,
      id,
      payload: JSON.stringify(payload),
      orderingKey,
      status: 'waiting',
      attempts: 0,
      runAt: Math.max(now, runAt?.getTime() ?? now),
      lastError: undefined,
      token: undefined,
      until: 0,
      death: 0,
    });
    return { id, isNew: true };
  }

  get(input: JobInput): Job | undefined {
    const kept = this.#find(input);
    return kept && toJob(kept);
  }

  claim({ queue, limit, leaseMs }: ClaimJobs): readonly ClaimedJob[] {
    const now = this.#now;
    const claimed: ClaimedJob[] = [];
    for (const kept of heads(this.#queue(queue))) {
      if (claimed.length === limit) break;
      if (!isReady(kept, now)) continue;
      const token = crypto.randomUUID();
      Object.assign(kept, { status: 'running', token, until: now + leaseMs });
      kept.attempts += 1;
      claimed.push(toClaimed(kept, token));
    }
    return claimed;
  }

  renew({ leaseMs, ...held }: RenewJob): boolean {
    const kept = this.#held(held);
    if (kept === undefined || kept.until <= this.#now) return false;
    kept.until = this.#now + leaseMs;
    return true;
  }

  /** Whoever has had a job too long, and has no successor yet, may still end it: a second run is good for nobody. */
  complete(held: HeldJob): boolean {
    const queue = this.#queue(held.queue);
    const kept = this.#held(held);
    if (kept === undefined) return isRepeat(queue.done.get(held.id), held);
    queue.open.delete(kept.id);
    queue.done.set(kept.id, kept);
    Object.assign(kept, { status: 'done', until: this.#now + this.#settings.keepDoneMs });
    sweepDone(queue, this.#now, sweptPerWrite);
    return true;
  }

  retry({ delayMs, error, ...held }: RetryJob): boolean {
    const kept = this.#held(held);
    if (kept === undefined) {
      const waiting = this.#queue(held.queue).open.get(held.id);
      return waiting?.status === 'waiting' && isRepeat(waiting, held);
    }
    Object.assign(kept, { status: 'waiting', runAt: this.#now + delayMs, lastError: error });
    return true;
  }

  bury({ error, ...held }: BuryJob): boolean {
    const queue = this.#queue(held.queue);
    const kept = this.#held(held);
    if (kept === undefined) return isRepeat(queue.dead.get(held.id), held);
    queue.open.delete(kept.id);
    queue.dead.set(kept.id, kept);
    const death = this.#settings.store.nextDeath();
    Object.assign(kept, { status: 'dead', until: this.#now, death, lastError: error });
    return true;
  }

  stats({ queue: name }: QueueInput): QueueStats {
    const queue = this.#queue(name);
    const now = this.#now;
    let [ready, running, oldest] = [0, 0, now];
    for (const kept of heads(queue)) {
      if (kept.status === 'running') running += 1;
      else if (isReady(kept, now)) {
        ready += 1;
        oldest = Math.min(oldest, kept.runAt);
      }
    }
    const counts = { ready, delayed: queue.open.size - ready - running, running, dead: queue.dead.size };
    return { ...counts, ...(ready > 0 && { oldestReadyAt: new Date(oldest) }) };
  }

  listDead({ queue }: QueueInput, before: string | undefined, limit = mostPerPage): Page<DeadJob> {
    const rest = [...this.#queue(queue).dead.values()]
      .reverse()
      .filter(({ death }) => before === undefined || death < Number(before));
    const items = rest.slice(0, Math.min(limit, mostPerPage));
    const last = items.at(-1);
    return {
      items: items.map(toDead),
      ...(last !== undefined && items.length < rest.length && { next: String(last.death) }),
    };
  }

  redrive({ queue: name, id }: JobInput): boolean {
    const queue = this.#queue(name);
    const kept = queue.dead.get(id);
    if (kept === undefined) return false;
    queue.dead.delete(id);
    queue.open.set(id, kept);
    Object.assign(kept, { status: 'waiting', attempts: 0, runAt: this.#now, token: undefined });
    return true;
  }

  discard({ queue, id }: JobInput): boolean {
    return this.#queue(queue).dead.delete(id);
  }

  get #now(): number {
    return this.#settings.clock.now();
  }

  #queue(name: string): KeptQueue {
    return this.#settings.store.queue(name);
  }

  #find({ queue, id }: JobInput): KeptJob | undefined {
    const { open, done, dead } = this.#queue(queue);
    const kept = open.get(id) ?? dead.get(id) ?? done.get(id);
    return kept?.status === 'done' && kept.until <= this.#now ? undefined : kept;
  }

  /** A job that runs, and is held by this token. */
  #held({ queue, id, token }: HeldJob): KeptJob | undefined {
    const kept = this.#queue(queue).open.get(id);
    return kept?.status === 'running' && kept.token === token ? kept : undefined;
  }

  #assertRoom(): void {
    const { store, mostJobs } = this.#settings;
    if (store.size < mostJobs) return;
    for (const queue of store.queues.values()) sweepDone(queue, this.#now, Number.POSITIVE_INFINITY);
    if (store.size < mostJobs) return;
    const message = `The store has ${mostJobs} jobs already. Allow more (mostJobs), work faster, or forget sooner (keepDoneMs).`;
    throw new DriverFailure({ code: 'quota_exceeded', reason: 'store_full', message });
  }
}

/** The jobs that are not held up by another of their ordering key, the oldest first. */
function* heads({ open }: KeptQueue): Generator<KeptJob> {
  const keys = new Set<string>();
  for (const kept of open.values()) {
    const { orderingKey } = kept;
    if (orderingKey !== undefined && keys.has(orderingKey)) continue;
    if (orderingKey !== undefined) keys.add(orderingKey);
    yield kept;
  }
}

function isReady({ status, until, runAt }: KeptJob, now: number): boolean {
  return status === 'running' ? until <= now : runAt <= now;
}

/** Whether this holder was told so before. */
function isRepeat(kept: KeptJob | undefined, { token }: HeldJob): boolean {
  return kept?.token === token;
}
