import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { IntegrationError } from '@patchbay/core';
import { controlTimer } from '@patchbay/tooling-presets/control-timer';
import { paymentOf } from '../stripe.ts';
import type { Phase } from './phases.ts';
import { type Scene, until } from './scene.ts';

/** What became of one call that was given up. */
export interface Ending {
  /** From the abort until the caller knew. */
  readonly lateMs: number;
  /** The error's code, its outcome and the attempts that it lists. */
  readonly code: string;
  readonly outcome: string;
  readonly attempts: readonly string[];
}

/** What became of all calls of one phase. */
export interface GivenUp {
  readonly endings: readonly Ending[];
  /** How late a timer beside them was. */
  readonly lagMs: number;
  /** Requests of theirs that the vendor has seen. */
  readonly requests: number;
  /** Sockets that the vendor had open for them, and how many of these it has seen closed. */
  readonly opened: number;
  readonly closed: number;
}

interface Caller {
  readonly id: string;
  readonly controller: AbortController;
  abortedAt: number;
}

let made = 0;

/** Makes calls, brings them where the phase has them, and gives them up. */
export async function giveUp(scene: Scene, phase: Phase, calls: number): Promise<GivenUp> {
  if (phase.of === 'queue') await takeThePlace(scene);
  const others = await scene.requests();
  const found = await ways[phase.way](scene, phase, Array.from({ length: calls }, newCaller));
  return { ...found, requests: (await scene.requests()) - others };
}

type Found = Omit<GivenUp, 'requests'>;
type GiveUp = (scene: Scene, phase: Phase, callers: readonly Caller[]) => Promise<Found>;

const ways = { at_once: atOnce, in_phase: inPhase, on_text: onText } as const satisfies Record<
  Phase['way'],
  GiveUp
>;

async function atOnce(scene: Scene, _phase: Phase, callers: readonly Caller[]): Promise<Found> {
  const found = await timed(async () => {
    const ended: Promise<Ending>[] = [];
    for (const [index, caller] of callers.entries()) {
      if (index % 2 === 0) abort(caller);
      ended.push(call(scene, caller));
      if (index % 2 === 1) abort(caller);
      await turn();
    }
    return Promise.all(ended);
  });
  return { ...found, opened: 0, closed: 0 };
}

async function inPhase(
  scene: Scene,
  { name, isReached, hasSocket }: Phase,
  callers: readonly Caller[],
): Promise<Found> {
  const ended = Promise.all(callers.map((caller) => call(scene, caller)));
  await until(`all calls are in the phase ${name}`, async () => isReached?.(scene, callers.length) ?? true);
  const opened = hasSocket ? await scene.held() : 0;
  const found = await timed(async () => {
    for (const caller of callers) {
      abort(caller);
      await turn();
    }
    return ended;
  });
  return { ...found, opened, closed: opened - (hasSocket ? await left(scene) : 0) };
}

async function onText(scene: Scene, _phase: Phase, callers: readonly Caller[]): Promise<Found> {
  const byId = new Map(callers.map((caller) => [caller.id, caller]));
  scene.onText((id) => abort(byId.get(id)));
  const found = await timed(() => Promise.all(callers.map((caller) => call(scene, caller))));
  return { ...found, opened: 0, closed: 0 };
}

function newCaller(): Caller {
  return { id: `abort-${(made += 1)}`, controller: new AbortController(), abortedAt: 0 };
}

function abort(caller: Caller | undefined): void {
  if (caller === undefined) throw new Error('Nobody made this call.');
  caller.abortedAt = performance.now();
  caller.controller.abort();
}

/** A call without an end that has the only place. */
async function takeThePlace(scene: Scene): Promise<void> {
  scene.payments.create(paymentOf('first'), { idempotencyKey: 'first' }).catch(() => {});
  await until('one request is with the vendor', async () => (await scene.held()) === 1);
}

async function call({ payments }: Scene, caller: Caller): Promise<Ending> {
  const { id, controller } = caller;
  try {
    await payments.create(paymentOf(id), { idempotencyKey: id, signal: controller.signal });
    return endingOf(caller, 'resolved');
  } catch (error) {
    return endingOf(caller, error);
  }
}

function endingOf({ abortedAt }: Caller, end: unknown): Ending {
  const lateMs = abortedAt === 0 ? Number.POSITIVE_INFINITY : performance.now() - abortedAt;
  if (!IntegrationError.is(end)) return { lateMs, code: String(end), outcome: '', attempts: [] };
  const { code, outcome, attempts } = end;
  return {
    lateMs,
    code,
    outcome,
    attempts: attempts.map(({ code = 'well', status }) =>
      code === 'aborted' && status ? `${code} ${status}` : code,
    ),
  };
}

async function timed(work: () => Promise<readonly Ending[]>): Promise<Pick<GivenUp, 'endings' | 'lagMs'>> {
  const lag = controlTimer();
  const endings = await work();
  return { endings, lagMs: lag.stop() };
}

/** Sockets that the vendor still has, after it had ten seconds to notice. */
async function left(scene: Scene): Promise<number> {
  for (let waitedMs = 0; waitedMs < 10_000 && (await scene.held()) > 0; waitedMs += 10) await sleep(10);
  return scene.held();
}
