import type { Kill } from './draw.ts';
import type { AimedMoments } from './moments.ts';
import { type PhaseName, type ProgramName, phases } from './phases.ts';
import { type Running, type Starting, start } from './process.ts';

/** The processes of the application. */
export interface Stage extends AsyncDisposable {
  /** Starts both. */
  open(): Promise<void>;
  /** Aims at one of them; resolves when it has ended. False: it never came there, and was killed elsewhere. */
  shoot(kill: Kill): Promise<boolean>;
  /** Starts again what has ended. */
  restart(): Promise<void>;
  /** Ends whom this phase ends. */
  end(phase: PhaseName): Promise<void>;
  /** Every process that was killed. */
  readonly killed: readonly number[];
  /** Processes that ended although nobody had killed them. */
  readonly failures: readonly string[];
}

const patienceMs = 20_000;

/** @param seenByVendors where it is aimed at what a vendor sees. */
export function stageOf(starting: Starting, seenByVendors: AimedMoments): Stage {
  const { running, killed, failures, run, bury } = companyOf(starting);
  return {
    killed,
    failures,
    async open() {
      await inTwos(async (name) => (await start(name, starting)).end()); // who ends in peace keeps what it has compiled
      await inTwos(run);
    },
    async shoot({ phase, time, isBoth }) {
      const { program, seenBy } = phases[phase];
      const victim = running.get(program);
      if (seenBy === 'vendor') seenByVendors.aim({ phase, time });
      else victim?.aim({ phase, time });
      const isHit = await endsWithin(patienceMs, victim?.gone);
      seenByVendors.aim(undefined);
      await (isBoth ? inTwos(bury) : bury(program));
      return isHit;
    },
    restart: () =>
      inTwos(async (name) => {
        if (running.get(name)?.failure() !== undefined) await bury(name);
        if (!running.has(name)) await run(name);
      }),
    end: async (phase) => running.get(phases[phase].program)?.kill(),
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((one) => one.end()));
    },
  };
}

/** Who runs, and what became of those before. */
function companyOf(starting: Starting) {
  const running = new Map<ProgramName, Running>();
  const killed: number[] = [];
  const failures: string[] = [];
  const run = async (name: ProgramName): Promise<void> => {
    running.set(name, await start(name, starting));
  };
  /** Kills it where it has not ended. */
  const bury = async (name: ProgramName): Promise<void> => {
    const one = running.get(name);
    running.delete(name);
    await one?.kill();
    const failure = one?.failure();
    if (failure !== undefined) failures.push(failure);
    else if (one !== undefined) killed.push(one.life);
  };
  return { running, killed, failures, run, bury };
}

async function inTwos(work: (name: ProgramName) => Promise<void>): Promise<void> {
  await Promise.all([work('server'), work('worker')]);
}

function endsWithin(ms: number, end: Promise<void> | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void end?.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
