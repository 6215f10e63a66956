import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Interceptor, PolicyOptions, Setup } from '@patchbay/core';
import type { KeyMemory } from '@patchbay/core/failover';
import { seededRandom } from '@patchbay/testing';
import type { FacadeRow, Subject } from '../facades/facade.ts';
import type { Plant } from '../planted.ts';
import type { Settings } from '../script/script.ts';
import type { FarSide } from './far-side.ts';
import type { Line } from './line.ts';
import { memoryOf } from './memory.ts';
import { ProcessClock, type Time } from './time.ts';

/** What a process has sent to one account, counted on the wire and as core tells of it. */
export interface Traffic {
  requests: number;
  attempts: number;
  retries: number;
  successes: number;
}

/** A call's traces: which accounts it has asked. */
export interface Asked {
  readonly asked: Set<number>;
}

/** The call that is under way, wherever its promises lead. */
export const current = new AsyncLocalStorage<Asked>();

/** What all processes of a world share. */
export interface World {
  readonly row: FacadeRow;
  readonly settings: Settings;
  readonly time: Time;
  readonly line: Line;
  readonly farSides: readonly FarSide[];
  readonly shared: KeyMemory;
  readonly paymentIds: readonly string[];
  readonly plant: Plant | undefined;
  /** A provider was asked what became of a write. */
  readonly noteReconcile: () => void;
}

/** One process of an application: it calls the facade until it ends, in the midst of whatever it does. */
export class Process {
  readonly clock: ProcessClock;
  readonly subject: Subject;
  readonly traffic: readonly Traffic[];
  readonly #world: World;
  readonly #inFlight = new Set<AbortController>();
  isOver = false;

  constructor(world: World, machine: number, offMs: () => number) {
    const { row, settings, farSides, shared, plant, line, paymentIds } = world;
    this.#world = world;
    this.clock = new ProcessClock(world.time, offMs);
    this.traffic = farSides.map(() => ({ requests: 0, attempts: 0, retries: 0, successes: 0 }));
    const memory = memoryOf(shared, settings.waits[machine] ?? 0, () => this.isOver);
    const clock: Clock = plant?.clock?.(this.clock) ?? this.clock;
    const random = seededRandom(settings.seed + machine);
    const around = { group: row.accounts > 1, ledger: row.hasLedger };
    const opening = {
      clock,
      random,
      memory: plant?.memory?.(memory) ?? memory,
      members: farSides.map(({ account: { secret } }, account) => ({
        secret,
        url: line.url(account),
        paymentId: paymentIds[account] ?? '',
        setup: { ...this.#setup(account), clock, random },
      })),
    };
    this.subject = row.open(opening, around);
  }

  /** The process is gone: what was under way breaks off, and nobody is told. */
  end(): void {
    this.isOver = true;
    this.clock.end();
    for (const controller of this.#inFlight) controller.abort(new Error('The process is over.'));
  }

  #setup(account: number): Setup {
    const { row, settings, plant } = this.#world;
    const policy = { ...policyOf(settings), ...plant?.policy };
    const given = (input: string | URL | Request, init?: RequestInit) => this.#fetch(account, input, init);
    return {
      name: row.accounts === 1 ? row.category : `account${account + 1}`,
      policy,
      interceptors: [this.#watch(account)],
      transport: { fetch: plant?.fetch?.(given) ?? given },
    };
  }

  async #fetch(account: number, input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { farSides, line } = this.#world;
    const farSide = farSides[account];
    const traffic = this.traffic[account];
    if (this.isOver || farSide === undefined || traffic === undefined)
      throw new Error('The process is over.');
    traffic.requests += 1;
    const { signal } = init;
    const controller = new AbortController();
    const pass = (): void => controller.abort(signal?.reason);
    if (signal?.aborted) pass();
    signal?.addEventListener('abort', pass);
    this.#inFlight.add(controller);
    try {
      return await line.send(farSide, account, input, { ...init, signal: controller.signal });
    } finally {
      this.#inFlight.delete(controller);
    }
  }

  #watch(account: number): Interceptor {
    const traffic = this.traffic[account];
    return {
      around: ({ operation }, next) => {
        if (operation.endsWith('.reconcile')) this.#world.noteReconcile();
        current.getStore()?.asked.add(account);
        return next();
      },
      async attempt({ number }, next) {
        if (traffic !== undefined) {
          traffic.attempts += 1;
          if (number > 1) traffic.retries += 1;
        }
        const record = await next();
        if (traffic !== undefined && record.code === undefined) traffic.successes += 1;
        return record;
      },
    };
  }
}

/** One retry costs 10, whatever was wrong, so that the budget can be counted from outside. */
export const retryCost = 10;

function policyOf({ retries, breaker, budget, concurrent }: Settings): PolicyOptions {
  const price = { capacity: budget, cost: retryCost, throttledCost: retryCost };
  return {
    timeoutMs: 2000,
    moneyTimeoutMs: 2000,
    retry: retries ? { budget: price } : false,
    breaker: breaker ? { minimumCalls: 4, openMs: 5000 } : false,
    bulkhead: { concurrent, queue: 3 },
  };
}
