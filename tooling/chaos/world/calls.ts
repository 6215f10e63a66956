import { count, type Histogram } from '../histogram.ts';
import { type CallFact, describeCall, judgeCall, outcomeOf } from '../judge.ts';
import { type GivesUp, type Intent, keyOf } from '../script/script.ts';
import { effectsOf, type FarSide } from './far-side.ts';
import type { Stage } from './play.ts';
import { current, type Process } from './process.ts';
import type { Time } from './time.ts';
import { counted, turns } from './turns.ts';

/** Where a performance keeps what it sees. */
export interface Notes {
  readonly histogram: Histogram;
  readonly wrong: string[];
  readonly tell: (what: string) => void;
}

/** A call that is to be made. */
export interface NewCall {
  readonly intent: Intent;
  readonly deadlineMs: number;
  readonly givesUp?: GivesUp | undefined;
}

/** All calls of a script, each judged when it settles. */
export class Calls {
  readonly all: CallFact[] = [];
  readonly #stage: Stage;
  readonly #time: Time;
  readonly #farSides: readonly FarSide[];
  readonly #notes: Notes;
  #moment = 0;

  constructor(stage: Stage, time: Time, farSides: readonly FarSide[], notes: Notes) {
    this.#stage = stage;
    this.#time = time;
    this.#farSides = farSides;
    this.#notes = notes;
  }

  /** The first call of each key. */
  get firsts(): readonly CallFact[] {
    return this.all.filter(({ key }, index) => this.all.findIndex((call) => call.key === key) === index);
  }

  /** A moment in the order in which calls begin and end. */
  now(): number {
    return (this.#moment += 1);
  }

  /** Whether no call of a key, but perhaps one, has been under way since then. */
  areOver(key: string, since: number, except?: CallFact): boolean {
    return this.ofKey(key).every((call) => call === except || call.over < since);
  }

  ofKey(wanted: string): readonly CallFact[] {
    return this.all.filter(({ key }) => key === wanted);
  }

  begin(process: Process, { intent, deadlineMs, givesUp }: NewCall): CallFact {
    const { row, plant } = this.#stage;
    const controller = new AbortController();
    const { signal } = controller;
    const call: CallFact = {
      number: this.all.length + 1,
      intent,
      key: keyOf(intent),
      deadlineMs,
      startedAt: this.#time.monotonic(),
      began: this.now(),
      over: Number.POSITIVE_INFINITY,
      signal,
      process,
      abortedAt: undefined,
      ended: 'pending',
      settledAt: 0,
      effectsThen: 0,
    };
    this.all.push(call);
    this.#notes.tell(`call ${call.number} (${call.key}) begins`);
    const options = { signal, deadlineMs, ...(!row.isKeyless && { idempotencyKey: call.key }) };
    const asked = new Set<number>();
    const method = plant?.call?.(process.subject.call) ?? process.subject.call;
    current
      .run({ asked }, () => method(intent, options))
      .then(
        (id) => this.#settle(call, asked, 'resolved', { id }),
        (error: unknown) => this.#settle(call, asked, 'rejected', { error }),
      );
    if (givesUp !== undefined) void this.#giveUp(call, controller, givesUp);
    return call;
  }

  /** The calls of a process that is over. */
  kill(process: Process): void {
    for (const call of this.all) {
      if (call.process !== process || call.ended !== 'pending') continue;
      Object.assign(call, { ended: 'killed', over: this.now() });
    }
  }

  async #giveUp(call: CallFact, controller: AbortController, givesUp: GivesUp): Promise<void> {
    if ('turns' in givesUp) await counted(turns(givesUp.turns));
    else await this.#time.wait(givesUp.ms);
    if (call.ended !== 'pending') return;
    call.abortedAt = this.#time.monotonic();
    count(this.#notes.histogram, 'abort');
    this.#notes.tell(`call ${call.number} is given up`);
    controller.abort();
  }

  #settle(
    call: CallFact,
    asked: ReadonlySet<number>,
    ended: 'resolved' | 'rejected',
    how: { readonly id?: string; readonly error?: unknown },
  ): void {
    if (call.process.isOver) return; // there is nobody left to hear of it
    const { histogram, wrong, tell } = this.#notes;
    const effectsThen = effectsOf(this.#farSides, call.intent);
    const isAlone = this.areOver(call.key, call.began, call);
    Object.assign(call, { ended, settledAt: this.#time.monotonic(), over: this.now(), effectsThen, ...how });
    if (asked.size > 1) count(histogram, 'failover');
    if (outcomeOf(call) === 'unknown') count(histogram, 'unknown');
    tell(describeCall(call));
    const secrets = this.#farSides.map(({ account }) => account.secret);
    wrong.push(...judgeCall(call, { row: this.#stage.row, secrets, isAlone }));
  }
}
