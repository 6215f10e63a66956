import { operations } from '../../operations.ts';
import { assert, assertEqual } from '../assert.ts';
import { type CaseRow, cases, type Needs, type Operation, operationNames } from '../define.ts';
import { assertError } from '../error-form.ts';
import type { PaymentsCase, WireFault, WireRequest } from '../harness.ts';
import { invoke, recipes } from '../recipes.ts';
import type { Scene } from '../scene.ts';
import { type Ending, type ResilienceRow, resilienceTable } from './table.ts';

/** Operations that meet every fault of the table: one of each kind. The others meet the worst ones. */
const thorough: ReadonlySet<string> = new Set([
  'create',
  'refunds.create',
  'customers.create',
  'customers.delete',
  'get',
  'list',
]);
const worst: ReadonlySet<string> = new Set([
  'html_502',
  'garbage',
  'other_shape',
  'reset_after_commit',
  'hang',
]);

const policy = {
  timeoutMs: 2000,
  moneyTimeoutMs: 2000,
  deadlineMs: 600_000,
  retry: { attempts: 3 },
  breaker: false,
} as const;

/** Every operation against the faults of the table. */
export const faultCases: readonly PaymentsCase[] = operationNames.flatMap((operation) => {
  const isRead = operations[operation].repeat === 'safe';
  const rows = Object.entries<ResilienceRow>(resilienceTable).flatMap(([name, row]): [string, CaseRow][] => {
    const ending = isRead ? row.read : row.write;
    const applies = thorough.has(operation) || worst.has(name);
    return ending === undefined || !applies ? [] : [[name, faultRow(operation, name, row.fault, ending)]];
  });
  return cases('resilience', operation, Object.fromEntries(rows));
});

/** A write whose answer was lost is answered again under the same key, and has one effect. */
export const replayCases: readonly PaymentsCase[] = operationNames.flatMap((operation) =>
  operations[operation].repeat === 'safe'
    ? []
    : cases('resilience', operation, { lost_answer: lostAnswerRow(operation) }),
);

/** What the generated cases of an operation need. */
export function wireNeeds(operation: Operation): Needs {
  const { operations: beside = [], traits = [] } = recipes[operation];
  return { wire: true, operations: beside, traits };
}

function faultRow(operation: Operation, name: string, fault: WireFault, ending: Ending): CaseRow {
  const { attempts, ...error } = ending;
  return {
    title: `${name}: ${error.code}, effect ${error.outcome}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} of one request each.`,
    parameters: { operation, fault, ending },
    needs: wireNeeds(operation),
    start: { policy },
    async run(scene) {
      const input: unknown = await recipes[operation].prepare(scene);
      const before = await effects(scene);
      const requests = recordRequests(scene);
      plant(scene, operation, fault, 9);
      const thrown = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertError(thrown, error);
      const hit = requests().filter((request) => isHit(scene, operation, request));
      const failed = thrown.attempts.filter(({ code }) => code !== undefined);
      const steps = thrown.attempts.length - failed.length;
      assertEqual(failed.length, attempts, 'failed attempts that the error tells of');
      await assertOneEffect(scene, before);
      if (fault.kind === 'refused') return assertEqual(requests().length, steps, 'requests that arrived');
      assertEqual(requests().length, thrown.attempts.length, 'requests, one per attempt');
      assertEqual(hit.length, attempts, 'requests that met the fault');
      assertOneKey(operation, hit);
    },
  };
}

function lostAnswerRow(operation: Operation): CaseRow {
  return {
    title:
      'When the first answer is lost, the call still succeeds by asking again under the same key, with one effect.',
    parameters: { operation },
    needs: wireNeeds(operation),
    start: { policy },
    async run(scene) {
      const input: unknown = await recipes[operation].prepare(scene);
      const before = await effects(scene);
      const requests = recordRequests(scene);
      plant(scene, operation, { kind: 'reset_after_commit' }, 1);
      await scene.value(invoke(scene.payments, operation, input, scene.once()));
      const hit = requests().filter((request) => isHit(scene, operation, request));
      assertOneKey(operation, hit);
      assertEqual(hit.length, 2, 'requests: the lost one and its repetition');
      await assertOneEffect(scene, before);
    },
  };
}

type Effects = readonly [charges: number, refunds: number];

async function effects(scene: Scene): Promise<Effects> {
  return [await scene.books.charges(), await scene.books.refunds()];
}

async function assertOneEffect(scene: Scene, before: Effects): Promise<void> {
  const [charges, refunds] = await effects(scene);
  assert(charges - before[0] <= 1, `at most one charge, found ${charges - before[0]}`);
  assert(refunds - before[1] <= 1, `at most one refund, found ${refunds - before[1]}`);
}

/** The requests from now on. */
export function recordRequests(scene: Scene): () => readonly WireRequest[] {
  const before = scene.requestCount;
  return () => scene.wire.requests().slice(before);
}

/** Plans a fault for the one request of an operation, or for the write of a composed one. */
export function plant(scene: Scene, operation: Operation, fault: WireFault, times: number): void {
  scene.wire.fault(fault, { times, reads: meetsReads(scene, operation) });
}

function meetsReads(scene: Scene, operation: Operation): boolean {
  return (
    scene.payments.capabilities.operations[operation] === 'native' || operations[operation].repeat === 'safe'
  );
}

function isHit(scene: Scene, operation: Operation, { method }: WireRequest): boolean {
  return meetsReads(scene, operation) || method !== 'GET';
}

function assertOneKey(operation: Operation, requests: readonly WireRequest[]): void {
  // A DELETE is harmless to repeat: no vendor needs a key for it.
  if (operations[operation].repeat !== 'keyed' || requests.some(({ method }) => method === 'DELETE')) return;
  const keys = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  assertEqual(keys.size, 1, `different idempotency keys over ${requests.length} requests`);
  assert(!keys.has(undefined), 'the requests carry an idempotency key');
}
