import type { HeldJob } from '../../job.ts';
import type { AnyJobs } from '../harness.ts';
import { heldBy, type JobsScene } from '../scene.ts';
import type { Command } from './commands.ts';
import { isExpired, Model, type ModelJob, mayBeForgotten } from './model.ts';

/** What a step came to: what was told, and why that cannot be. */
interface Told {
  readonly answer: unknown;
  readonly fault?: string;
}

const error = 'It failed.';

/** Runs a history on a queue of its own, beside the model. */
export class Replay {
  readonly #scene: JobsScene;
  readonly #facades: readonly AnyJobs[];
  readonly #queue: string;
  readonly #model = new Model();
  /** The last one first. */
  readonly #held: HeldJob[] = [];

  constructor(scene: JobsScene, facades: readonly AnyJobs[], queue: string) {
    this.#scene = scene;
    this.#facades = facades;
    this.#queue = queue;
  }

  /** The history up to the first answer that cannot be, a line a step; `undefined` where all can. */
  async fault(commands: readonly Command[]): Promise<readonly string[] | undefined> {
    const lines: string[] = [];
    for (const command of commands) {
      const { answer, fault } = await this.#step(command);
      lines.push(`  ${JSON.stringify(command)} -> ${JSON.stringify(answer)}`);
      if (fault !== undefined) return [...lines, `  ${fault}`];
    }
    return undefined;
  }

  async #step(command: Command): Promise<Told> {
    if (command.kind === 'pass') {
      await this.#scene.clock.advance(command.leases * this.#scene.leaseMs);
      return { answer: 'time passed' };
    }
    const jobs = this.#facades[command.facade] ?? this.#scene.jobs;
    switch (command.kind) {
      case 'enqueue':
        return this.#enqueue(jobs, command);
      case 'claim':
        return this.#claim(jobs, command.limit);
      case 'stats':
        return this.#stats(jobs);
      case 'get':
        return this.#get(jobs, command.id);
      case 'redrive':
      case 'discard':
        return this.#dead(jobs, command);
      default:
        return this.#end(jobs, command);
    }
  }

  async #enqueue(jobs: AnyJobs, { id, key }: Extract<Command, { kind: 'enqueue' }>): Promise<Told> {
    const input = { queue: this.#queue, id, payload: id, ...(key !== undefined && { orderingKey: key }) };
    const { isNew: told } = await jobs.enqueue(input);
    const before = this.#model.jobs.get(id);
    if (told && before !== undefined && this.#mayBeForgotten(before)) this.#model.jobs.delete(id);
    const isNew = this.#model.add(id, key);
    return told === isNew ? { answer: told } : { answer: told, fault: `isNew has to be ${isNew}` };
  }

  async #claim(jobs: AnyJobs, limit: number): Promise<Told> {
    const { longMs: leaseMs, clock, subject } = this.#scene;
    const may = this.#model.claimable(clock.now());
    const claimed = await jobs.claim({ queue: this.#queue, limit, leaseMs });
    const answer = claimed.map(({ id, attempt }) => [id, attempt]);
    const fault = claimed
      .map(({ id, attempt, payload }) => {
        const job = may.find((one) => one.id === id);
        if (job === undefined) return `${id} cannot be claimed now`;
        if (attempt !== job.attempts + 1) return `the try of ${id} has to be ${job.attempts + 1}`;
        return payload === id ? undefined : `the payload of ${id} has to be its id`;
      })
      .find((text) => text !== undefined);
    if (fault !== undefined) return { answer, fault };
    const wanted = Math.min(limit, may.length);
    if (claimed.length > limit || (subject.canAdvance && claimed.length < wanted))
      return { answer, fault: `${wanted} of ${may.map(({ id }) => id).join(', ')} have to be claimed` };
    for (const job of claimed) {
      const mine = this.#model.jobs.get(job.id);
      if (mine !== undefined) this.#model.claimed(mine, job.token, clock.now() + leaseMs);
      this.#held.unshift(heldBy(job));
    }
    return { answer, ...inOrder(may, claimed) };
  }

  async #end(
    jobs: AnyJobs,
    command: Extract<Command, { kind: 'renew' | 'complete' | 'retry' | 'bury' }>,
  ): Promise<Told> {
    const held = this.#held[command.token];
    if (held === undefined) return { answer: 'no token' };
    const now = this.#scene.clock.now();
    const { longMs: leaseMs } = this.#scene;
    const delayMs = command.kind === 'retry' ? command.leases * leaseMs : 0;
    const answer = await {
      renew: () => jobs.renew({ ...held, leaseMs }),
      complete: () => jobs.complete(held),
      retry: () => jobs.retry({ ...held, delayMs, error }),
      bury: () => jobs.bury({ ...held, error }),
    }[command.kind]();
    const job = this.#model.jobs.get(held.id);
    if (!answer && job !== undefined && this.#mayBeForgotten(job)) return { answer };
    const may = mayAnswer(command.kind, job, held, { now, isExact: this.#scene.subject.canAdvance });
    if (!may.includes(answer)) return { answer, fault: `the answer has to be ${may.join(' or ')}` };
    if (answer && job?.status === 'running' && job.token === held.token)
      Object.assign(
        job,
        {
          renew: { until: now + leaseMs },
          complete: { status: 'done', until: now + this.#scene.subject.keepDoneMs },
          retry: { status: 'waiting', until: now + delayMs },
          bury: { status: 'dead' },
        }[command.kind],
      );
    return { answer };
  }

  /** Of a store whose time passes by itself, nobody knows when. */
  #mayBeForgotten(job: ModelJob): boolean {
    const { subject, clock } = this.#scene;
    return !subject.canAdvance && mayBeForgotten(job, clock.now());
  }

  async #dead(jobs: AnyJobs, { kind, id }: { kind: 'redrive' | 'discard'; id: string }): Promise<Told> {
    const job = this.#model.jobs.get(id);
    const isDead = job?.status === 'dead';
    const answer = await jobs.dead[kind]({ queue: this.#queue, id });
    if (answer !== isDead) return { answer, fault: `the answer has to be ${isDead}` };
    if (isDead && kind === 'redrive') this.#model.redriven(job);
    else if (isDead) this.#model.jobs.delete(id);
    return { answer };
  }

  async #get(jobs: AnyJobs, id: string): Promise<Told> {
    const job = this.#model.jobs.get(id);
    const found = await jobs.get({ queue: this.#queue, id });
    const answer = found && [found.status, found.attempts];
    const may = job && (isExpired(job, this.#scene.clock.now()) ? ['running', 'waiting'] : [job.status]);
    if (found === undefined && job !== undefined && this.#mayBeForgotten(job)) return { answer };
    const isRight = found === undefined ? job === undefined : may?.includes(found.status);
    if (isRight && found?.attempts === job?.attempts) return { answer };
    return { answer, fault: `it has to be ${may?.join(' or ') ?? 'nothing'}, with ${job?.attempts} tries` };
  }

  /** A job whose lease has ended may count as ready or as running. */
  async #stats(jobs: AnyJobs): Promise<Told> {
    const now = this.#scene.clock.now();
    const all = [...this.#model.jobs.values()];
    const answer = await jobs.stats({ queue: this.#queue });
    if (all.some((job) => isExpired(job, now))) return { answer };
    const count = (status: string) => all.filter((job) => job.status === status).length;
    const ready = this.#model.claimable(now).length;
    const wanted = {
      ready,
      delayed: count('waiting') - ready,
      running: count('running'),
      dead: count('dead'),
    };
    const isCounted = Object.entries(wanted).every(([name, value]) => Reflect.get(answer, name) === value);
    const isRight = isCounted && (answer.oldestReadyAt !== undefined) === ready > 0;
    return isRight ? { answer } : { answer, fault: `it has to be ${JSON.stringify(wanted)}` };
  }
}

/** Of jobs that were never begun, and could have been all the while, the oldest come first. */
function inOrder(
  may: readonly ModelJob[],
  claimed: readonly { id: string; attempt: number }[],
): { fault?: string } {
  const fresh = claimed.filter(({ attempt }) => attempt === 1).map(({ id }) => id);
  const free = may.filter(({ orderingKey }) => orderingKey === undefined).map(({ id }) => id);
  const wanted = free.filter((id) => fresh.includes(id));
  return fresh.filter((id) => free.includes(id)).join() === wanted.join()
    ? {}
    : { fault: `new jobs have to come in this order: ${wanted.join(', ')}` };
}

/**
 * What a holder may be told. One whose time has passed may be told either, as long as nobody else has the job; but he
 * holds it no more.
 */
function mayAnswer(
  kind: 'renew' | 'complete' | 'retry' | 'bury',
  job: ModelJob | undefined,
  { token }: HeldJob,
  { now, isExact }: { readonly now: number; readonly isExact: boolean },
): readonly boolean[] {
  if (job === undefined || job.token !== token) return [false];
  if (job.status === 'running' && !isExpired(job, now)) return [true];
  if (job.status === 'running') return kind === 'renew' && isExact ? [false] : [true, false];
  if (kind === 'complete' && job.status === 'done') return [true];
  const isRepeat =
    (kind === 'retry' && job.status === 'waiting') || (kind === 'bury' && job.status === 'dead');
  return isRepeat ? [true, false] : [false];
}
