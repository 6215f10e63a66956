import type { KeyMemory } from '@patchbay/core/failover';
import { count, type Histogram } from '../histogram.ts';
import { type CallFact, describeCall, judgeKey, judgeRest, judgeTraffic, outcomeOf } from '../judge.ts';
import { printFault } from '../script/print.ts';
import type { Script, Step } from '../script/script.ts';
import { Calls } from './calls.ts';
import { effectsOf, FarSide } from './far-side.ts';
import type { Played, Stage } from './play.ts';
import { Process, type World } from './process.ts';
import type { Time } from './time.ts';
import { turns } from './turns.ts';

/** Longer than any ledger waits before it looks again, and shorter than vendors remember keys. */
const afterwardsMs = 2.5 * 3_600_000;
/** From here on a vendor may have forgotten a key. */
const longMs = 20 * 3_600_000;

/** One script under way. */
export class Performance implements Played {
  readonly histogram: Histogram = {};
  readonly wrong: string[] = [];
  readonly story: string[] = [];
  readonly #stage: Stage;
  readonly #script: Script;
  readonly #time: Time;
  readonly #shared: KeyMemory;
  readonly #farSides: readonly FarSide[];
  readonly #calls: Calls;
  readonly #offMs = [0, 0];
  readonly #processes: Process[] = [];

  constructor(stage: Stage, script: Script, time: Time, shared: KeyMemory) {
    this.#stage = stage;
    this.#script = script;
    this.#time = time;
    this.#shared = shared;
    this.#farSides = script.faults.map((faults, index) => {
      const account = stage.row.account(`account${index + 1}`, () => time.now());
      return new FarSide(account, time, faults, (fault) => {
        if (fault.kind !== 'none') count(this.histogram, fault.kind);
        this.#tell(`a request to account ${index + 1} meets ${printFault(fault)}`);
      });
    });
    const { histogram, wrong } = this;
    const notes = { histogram, wrong, tell: (what: string) => this.#tell(what) };
    this.#calls = new Calls(stage, time, this.#farSides, notes);
  }

  async perform(): Promise<Played> {
    try {
      await this.#perform();
    } catch (error) {
      this.wrong.push(`the script broke off: ${String(error)}`);
    }
    for (const process of this.#processes) this.#leave(process);
    return this;
  }

  async #perform(): Promise<void> {
    const world = await this.#world();
    for (const machine of [0, 1]) await this.#start(world, machine);
    for (const step of this.#script.steps) await this.#do(world, step);
    await this.#finish();
    for (const farSide of this.#farSides) farSide.heal();
    this.#offMs.fill(0);
    await this.#time.pass(afterwardsMs);
    if (!this.#stage.row.isKeyless) for (const call of this.#calls.firsts) await this.#callAfterwards(call);
    for (const { key, intent } of this.#calls.firsts)
      this.wrong.push(...judgeKey(this.#calls.ofKey(key), effectsOf(this.#farSides, intent)));
  }

  async #world(): Promise<World> {
    const { row, line, plant } = this.#stage;
    const { settings, steps } = this.#script;
    const needsPayments = steps.some((step) => step.does === 'call' && step.intent.operation === 'refund');
    const paymentIds: string[] = [];
    for (const { account } of needsPayments ? this.#farSides : [])
      paymentIds.push((await account.paymentId?.()) ?? '');
    return {
      row,
      line,
      plant,
      settings,
      paymentIds,
      time: this.#time,
      farSides: this.#farSides,
      shared: this.#shared,
      noteReconcile: () => count(this.histogram, 'reconcile'),
    };
  }

  /** What is loaded first is loaded already: a script is about the calls. */
  async #start(world: World, machine: number): Promise<void> {
    const process = new Process(world, machine, () => this.#offMs[machine] ?? 0);
    await Promise.all(process.subject.members.map((member) => member.native()));
    this.#processes[machine] = process;
  }

  async #do(world: World, step: Step): Promise<void> {
    switch (step.does) {
      case 'call':
        return this.#call(step);
      case 'pass':
        return this.#time.pass(step.ms);
      case 'jump':
        count(this.histogram, 'clock_jump');
        this.#offMs[step.machine] = step.offMs;
        return;
      case 'restart':
        await turns(step.turns);
        count(this.histogram, 'restart');
        this.#tell(`machine ${step.machine + 1} starts anew`);
        this.#leave(this.#process(step.machine));
        return this.#start(world, step.machine);
      case 'reconcile':
        return this.#reconcile(this.#process(step.machine));
      case 'events':
        return this.#receive(this.#process(step.machine));
    }
  }

  async #call({ isDeliveredTwice, until, ...wanted }: Step & { readonly does: 'call' }): Promise<void> {
    const machines = isDeliveredTwice ? [wanted.machine, 1 - wanted.machine] : [wanted.machine];
    const begun = machines.map((machine) => {
      const index = 10 + this.#calls.all.length;
      const intent = this.#stage.row.isKeyless ? { ...wanted.intent, index } : wanted.intent;
      return this.#calls.begin(this.#process(machine), { ...wanted, intent });
    });
    if (isDeliveredTwice) count(this.histogram, 'delivered_twice');
    if (until === 'end') await this.#time.until(() => begun.every(({ ended }) => ended !== 'pending'));
    else await turns(until);
  }

  async #reconcile({ subject }: Process): Promise<void> {
    const verdicts = subject.reconcile?.({ deadlineMs: 5000 });
    if (verdicts === undefined) return;
    const since = this.#calls.now();
    let isDone = false;
    const judge = async (): Promise<void> => {
      for await (const { idempotencyKey, outcome } of verdicts) {
        const [call] = this.#calls.ofKey(idempotencyKey);
        const effects = call === undefined ? 0 : effectsOf(this.#farSides, call.intent);
        this.#tell(`${idempotencyKey} is reconciled: ${outcome}`);
        const isAlone = this.#calls.areOver(idempotencyKey, since);
        if (outcome === 'applied' ? effects === 0 : outcome === 'not_applied' && effects > 0 && isAlone)
          this.wrong.push(`${idempotencyKey} is reconciled as \`${outcome}\`, and had ${effects} effects`);
      }
    };
    judge()
      .catch((error: unknown) => this.wrong.push(`reconcile threw ${String(error)}`))
      .finally(() => (isDone = true));
    if (!(await this.#time.until(() => isDone))) this.wrong.push('reconcile never ends');
  }

  async #receive({ subject }: Process): Promise<void> {
    for (const { account } of this.#farSides) {
      const body = account.events?.();
      if (body !== undefined) await subject.receive?.(body);
    }
  }

  /** Until every call has settled, and nothing is on its way any more. */
  async #finish(): Promise<void> {
    if (!(await this.#time.until(() => this.#calls.all.every(({ ended }) => ended !== 'pending'))))
      this.wrong.push('a call never settles');
    for (const process of this.#processes) this.wrong.push(...judgeRest(process));
    await this.#time.until(() => false);
  }

  /** When all faults are over no key is stuck: its call succeeds, unless nobody can know whether it may. */
  async #callAfterwards({ intent, key }: CallFact): Promise<void> {
    const before = this.#calls.ofKey(key).map(outcomeOf);
    const last = this.#calls.begin(this.#process(0), { intent, deadlineMs: 20_000 });
    await this.#time.until(() => last.ended !== 'pending');
    if (last.ended === 'resolved' || outcomeOf(last) === 'applied') return;
    const { honoursKeys, hasLedger, canFind } = this.#stage.row;
    const isForgotten = !honoursKeys || this.#time.monotonic() > longMs;
    const nobodyKnows =
      hasLedger && !canFind && isForgotten && before.some((outcome) => outcome !== 'not_applied');
    if (!nobodyKnows && (this.histogram.stored_error ?? 0) === 0)
      this.wrong.push(`when all faults are over, ${key} is stuck: ${describeCall(last)}`);
  }

  /** A process ends: nobody hears of its calls any more. */
  #leave(process: Process): void {
    process.end();
    this.#calls.kill(process);
    this.wrong.push(...judgeTraffic(process, this.#script.settings.budget));
    count(
      this.histogram,
      'retry',
      process.traffic.reduce((sum, { retries }) => sum + retries, 0),
    );
  }

  #process(machine: number): Process {
    const process = this.#processes[machine];
    if (process === undefined) throw new RangeError(`There is no machine ${machine}.`);
    return process;
  }

  #tell(what: string): void {
    this.story.push(`${String(this.#time.monotonic()).padStart(9)} ms  ${what}`);
  }
}
