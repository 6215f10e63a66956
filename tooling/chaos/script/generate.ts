import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  option,
  record,
  tuple,
} from 'fast-check';
import type { Fault, Intent, Script, Settings, Step } from './script.ts';

/** What the scripts of one facade may hold. */
export interface Reach {
  readonly accounts: 1 | 2;
  readonly operations: readonly Intent['operation'][];
  /** The vendor honours keys: only there a request that is delivered twice can have one effect. */
  readonly honoursKeys: boolean;
  /** The vendor remembers its own failures under the key. */
  readonly storesErrors: boolean;
  /** A ledger looks after the calls. */
  readonly hasLedger: boolean;
  readonly hasEvents: boolean;
  /** Longest way of a request to the vendor. */
  readonly longestDelayMs: number;
  /** By how much a machine's clock may be wrong. */
  readonly longestJumpMs: number;
  /** The key may outlive the vendor's memory of it. */
  readonly mayOutlive: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Scripts for one facade. */
export function scripts(reach: Reach): Arbitrary<Script> {
  const faults = array(fault(reach), { maxLength: 14 });
  return record({
    settings,
    steps: array(step(reach), { minLength: 1, maxLength: 10 }),
    faults: tuple(...Array.from({ length: reach.accounts }, () => faults)),
  });
}

const settings: Arbitrary<Settings> = record({
  retries: boolean(),
  breaker: boolean(),
  budget: constantFrom(20, 100),
  concurrent: constantFrom(50, 1),
  memory: oneof({ arbitrary: constant('process' as const), weight: 24 }, constant('file' as const)),
  waits: tuple(nat(3), nat(3)),
  seed: nat(1_000_000),
});

function fault({ honoursKeys, storesErrors, longestDelayMs }: Reach): Arbitrary<Fault> {
  const ms = oneof(integer({ min: 1, max: 3000 }), integer({ min: 1, max: longestDelayMs }));
  const kinds: readonly Arbitrary<Fault>[] = [
    constant({ kind: 'drop_before' }),
    constant({ kind: 'drop_after' }),
    constant({ kind: 'unreachable' }),
    record({ kind: constant('hang' as const), commits: boolean() }),
    record({ kind: constant('delay' as const), ms }),
    record({ kind: constant('slow_answer' as const), ms: integer({ min: 1, max: 5000 }) }),
    constant({ kind: 'reorder' }),
    record({ kind: constant('error_before' as const), status: constantFrom(500, 503) }),
    failedAfter,
    constant({ kind: 'refused' }),
    record({ kind: constant('limited' as const), waitSeconds: constantFrom(undefined, 0, 1) }),
    constant({ kind: 'garbled' }),
    constant({ kind: 'cut_answer' }),
  ];
  return oneof(
    { arbitrary: constant({ kind: 'none' } as const), weight: 6 },
    ...kinds,
    ...(honoursKeys ? [twice] : []),
    ...(storesErrors ? [constant({ kind: 'stored_error' } as const)] : []),
  );
}

const failedAfter = record({
  kind: constant('error_after' as const),
  status: constantFrom(500, 503),
  says: constantFrom('vendor' as const, 'proxy' as const),
});

const twice = record({
  kind: constant('duplicate' as const),
  gapMs: oneof(constant(0), integer({ min: 0, max: 20_000 })),
  answer: constantFrom('first' as const, 'second' as const),
});

function step(reach: Reach): Arbitrary<Step> {
  const machine = nat(1);
  const pass = constantFrom(1000, 40_000, 6 * minuteMs, hourMs, ...(reach.mayOutlive ? [25 * hourMs] : []));
  const offMs = integer({ min: -reach.longestJumpMs, max: reach.longestJumpMs });
  return oneof(
    { arbitrary: call(reach, machine), weight: 10 },
    { arbitrary: record({ does: constant('pass' as const), ms: pass }), weight: 3 },
    { arbitrary: record({ does: constant('jump' as const), machine, offMs }), weight: 1 },
    { arbitrary: record({ does: constant('restart' as const), machine, turns: nat(30) }), weight: 2 },
    ...(reach.hasLedger ? [record({ does: constant('reconcile' as const), machine })] : []),
    ...(reach.hasEvents ? [record({ does: constant('events' as const), machine })] : []),
  );
}

function call({ operations }: Reach, machine: Arbitrary<number>): Arbitrary<Step> {
  const givesUp = oneof(record({ turns: nat(40) }), record({ ms: integer({ min: 1, max: 4000 }) }));
  return record({
    does: constant('call' as const),
    machine,
    isDeliveredTwice: oneof({ arbitrary: constant(false), weight: 3 }, constant(true)),
    intent: record({ operation: constantFrom(...operations), index: nat(1) }),
    deadlineMs: constantFrom(1500, 5000, 20_000),
    givesUp: option(givesUp, { nil: undefined, freq: 5 }),
    until: oneof(constant('end' as const), nat(30)),
  });
}
