import type { ConformanceCase } from '@patchbay/core/conformance';
import {
  type CaseResult,
  type PlantedFault,
  type PlantedReport,
  runCases,
  runPlanted,
} from '@patchbay/testing';
import { type BrokenDriver, breakHarness } from '../planted/broken.ts';
import type { LenientFake } from '../planted/lenient.ts';
import type { Planting } from '../planted/planting.ts';
import type { Adapter } from './adapters.ts';
import { type IdFilter, matches, runAdapter } from './suite.ts';

/** What the planted things of one category are run with. */
export interface PlantedSetup {
  readonly cases: readonly ConformanceCase[];
  readonly planting: Planting;
  readonly adapters: readonly Adapter[];
  readonly only: IdFilter;
  /** Called before each planted thing. */
  readonly progress: (id: string) => void;
}

/** A planted thing, ready to be tried. */
type Trial = () => Promise<readonly CaseResult[]>;

/** Runs the named case of each broken driver, after it passed on the working adapter. */
export function runBrokenDrivers(setup: PlantedSetup): Promise<PlantedReport> {
  return runTrials(
    setup,
    setup.planting.drivers.map((driver) => toDriverFault(setup, driver)),
  );
}

/** Runs the named case of each lenient fake, after it passed on the strict one. */
export function runLenientFakes(setup: PlantedSetup): Promise<PlantedReport> {
  return runTrials(
    setup,
    setup.planting.fakes.map((fake) => toFakeFault(setup, fake)),
  );
}

/** Runs every named case over every tool of the planted things while it is idle; tells which case noticed one. */
export async function runHarmless(setup: PlantedSetup): Promise<readonly string[]> {
  const { drivers, fakes, harmless } = setup.planting;
  const noticed: string[] = [];
  for (const { id, on, defect } of harmless.filter(setup.only)) {
    setup.progress(id);
    const named = [...drivers, ...fakes].filter((planted) => planted.on === on);
    const isNamed: IdFilter = (entry) => named.some(({ caughtBy }) => matches(caughtBy)(entry));
    const working = adapterOf(setup, on);
    const idle = { ...working, harness: breakHarness(working.harness, defect) };
    const { results } = await runAdapter(idle, setup.cases, isNamed);
    const failed = results.filter(({ status }) => status === 'failed');
    noticed.push(...failed.map((result) => `${id} is harmless, but ${result.id} failed`));
  }
  return noticed;
}

function runTrials(
  { only, progress }: PlantedSetup,
  faults: readonly PlantedFault<Trial>[],
): Promise<PlantedReport> {
  const announced = faults.filter(only).map((fault) => ({
    ...fault,
    make: () => {
      progress(fault.id);
      return fault.make();
    },
  }));
  return runPlanted(announced, (trial) => trial());
}

function toDriverFault(setup: PlantedSetup, driver: BrokenDriver): PlantedFault<Trial> {
  const { id, what, caughtBy } = driver;
  return { id, what, caughtBy, make: () => trial(setup, driver) };
}

function toFakeFault(setup: PlantedSetup, fake: LenientFake): PlantedFault<Trial> {
  const { id, what, caughtBy, on, lenience } = fake;
  if (caughtBy.startsWith('fake.')) return { id, what, caughtBy, make: () => bareTrial(setup, fake) };
  const defect = { planted: { handle: lenience } };
  return { id, what, caughtBy, make: () => trial(setup, { caughtBy, on, defect }) };
}

/** The named case proves something only if it passes where nothing is broken. */
function trial(
  setup: PlantedSetup,
  { caughtBy, on, defect }: Pick<BrokenDriver, 'caughtBy' | 'on' | 'defect'>,
): Trial {
  const working = adapterOf(setup, on);
  const broken = { ...working, harness: breakHarness(working.harness, defect) };
  return async () => {
    assertSound(caughtBy, (await runAdapter(working, setup.cases, matches(caughtBy))).results);
    return (await runAdapter(broken, setup.cases, matches(caughtBy))).results;
  };
}

function bareTrial({ planting }: PlantedSetup, lenient: LenientFake): Trial {
  const cases = planting.strictness.filter(matches(lenient.caughtBy));
  return async () => {
    assertSound(lenient.caughtBy, await runCases(cases, undefined));
    return runCases(cases, lenient);
  };
}

function assertSound(caughtBy: string, results: readonly CaseResult[]): void {
  if (results.length === 0) throw new Error(`There is no case ${caughtBy}.`);
  const failed = results.find(({ status }) => status === 'failed');
  if (failed !== undefined)
    throw new Error(`${failed.id} fails although nothing is broken: it proves nothing.`);
}

function adapterOf({ adapters }: PlantedSetup, provider: string): Adapter {
  const adapter = adapters.find(({ harness }) => harness.provider === provider);
  if (adapter === undefined) throw new Error(`There is no adapter ${provider} to break.`);
  return adapter;
}
