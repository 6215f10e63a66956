import { type PaymentsHarness, paymentsCases } from '@patchbay/payments/conformance';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import {
  type CaseResult,
  type PlantedFault,
  type PlantedReport,
  runCases,
  runPlanted,
} from '@patchbay/testing';
import type { BareWire } from '../planted/bare-wire.ts';
import { type BrokenDriver, breakHarness } from '../planted/broken.ts';
import { brokenDrivers } from '../planted/drivers.ts';
import { lenientFakes } from '../planted/fakes.ts';
import { harmless } from '../planted/harmless.ts';
import type { LenientFake } from '../planted/lenient.ts';
import { strictnessCases } from '../planted/strictness.ts';
import { type IdFilter, matches, runAdapter } from './suite.ts';

/** What the planted things are run with. */
export interface PlantedSetup {
  readonly harnesses: readonly PaymentsHarness[];
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
    brokenDrivers.map((driver) => toDriverFault(driver, harnessOf(setup, driver.on))),
  );
}

/** Runs the named case of each lenient fake, after it passed on the strict one. */
export function runLenientFakes(setup: PlantedSetup): Promise<PlantedReport> {
  const harness = harnessOf(setup, 'stripe');
  return runTrials(
    setup,
    lenientFakes.map((fake) => toFakeFault(fake, harness)),
  );
}

/** Runs every named case over every tool of the planted things while it is idle; tells which case noticed one. */
export async function runHarmless(setup: PlantedSetup): Promise<readonly string[]> {
  const noticed: string[] = [];
  for (const { id, on, defect } of harmless.filter(setup.only)) {
    setup.progress(id);
    const named = paymentsCases.filter((entry) => namedOn(on).some((caughtBy) => matches(caughtBy)(entry)));
    const { results } = await runAdapter(breakHarness(harnessOf(setup, on), defect), named);
    const failed = results.filter(({ status }) => status === 'failed');
    noticed.push(...failed.map((result) => `${id} is harmless, but ${result.id} failed`));
  }
  return noticed;
}

/** The cases that catch something on an adapter. */
function namedOn(provider: string): readonly string[] {
  const drivers = brokenDrivers.filter(({ on }) => on === provider).map(({ caughtBy }) => caughtBy);
  const fakes = provider === 'stripe' ? lenientFakes.map(({ caughtBy }) => caughtBy) : [];
  return [...drivers, ...fakes];
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

function toDriverFault(driver: BrokenDriver, harness: PaymentsHarness): PlantedFault<Trial> {
  const { id, what, caughtBy, defect } = driver;
  return { id, what, caughtBy, make: () => trial(caughtBy, harness, breakHarness(harness, defect)) };
}

function toFakeFault(fake: LenientFake, harness: PaymentsHarness): PlantedFault<Trial> {
  const { id, what, caughtBy, lenience } = fake;
  if (caughtBy.startsWith('fake.')) return { id, what, caughtBy, make: () => bareTrial(fake) };
  const broken = breakHarness(harness, { planted: { handle: lenience } });
  return { id, what, caughtBy, make: () => trial(caughtBy, harness, broken) };
}

/** The named case proves something only if it passes where nothing is broken. */
function trial(caughtBy: string, working: PaymentsHarness, broken: PaymentsHarness): Trial {
  const cases = paymentsCases.filter(matches(caughtBy));
  return async () => {
    assertSound(caughtBy, (await runAdapter(working, cases)).results);
    return (await runAdapter(broken, cases)).results;
  };
}

function bareTrial(lenient: LenientFake): Trial {
  const cases = strictnessCases.filter(matches(lenient.caughtBy));
  return async () => {
    assertSound(lenient.caughtBy, await runCases(cases, bareWire()));
    return runCases(cases, bareWire(lenient));
  };
}

function bareWire(lenient?: LenientFake): BareWire {
  const fake = stripeFake();
  const strict = (request: Request): Promise<Response> => fake.handle(request);
  return {
    handle: lenient?.lenience(strict) ?? strict,
    sign: lenient?.signing?.(fake.sign) ?? fake.sign,
    events: () => fake.events,
  };
}

function assertSound(caughtBy: string, results: readonly CaseResult[]): void {
  if (results.length === 0) throw new Error(`There is no case ${caughtBy}.`);
  const failed = results.find(({ status }) => status === 'failed');
  if (failed !== undefined)
    throw new Error(`${failed.id} fails although nothing is broken: it proves nothing.`);
}

function harnessOf({ harnesses }: PlantedSetup, provider: string): PaymentsHarness {
  const harness = harnesses.find((entry) => entry.provider === provider);
  if (harness === undefined) throw new Error(`There is no adapter ${provider} to break.`);
  return harness;
}
