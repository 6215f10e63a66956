import { assert, assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import { type Ending, type FaultRow, faultTable } from '../fault-table.ts';
import {
  isHit,
  needsCredential,
  type Plan,
  type Planned,
  plant,
  repeatOf,
  repeatsOnUnknown,
} from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';
import type { WireFault, WireRequest } from '../wire.ts';

/** The faults that operations meet which are not among the thorough ones. */
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

/** Every operation against the faults of the table, and against one answer that is lost. */
export function faultRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return plan.all
    .filter(({ recipe }) => !recipe.offline)
    .map((planned) => ({
      group: 'resilience',
      operation: planned.operation,
      rows: {
        ...tableRows(plan, planned),
        ...(['natural', 'keyed'].includes(repeatOf(planned)) && { lost_answer: lostAnswer(plan, planned) }),
      },
    }));
}

function tableRows<S extends Scene>(
  plan: Plan<S>,
  planned: Planned<S>,
): Readonly<Record<string, CaseRow<S>>> {
  const { operation, recipe } = planned;
  const isThorough = plan.source.thorough?.includes(operation) ?? true;
  const table: Readonly<Record<string, FaultRow>> = faultTable;
  const own: Readonly<Record<string, Ending | false | undefined>> = recipe.endings ?? {};
  const rows = Object.entries(table).flatMap(([name, row]): [string, CaseRow<S>][] => {
    const usual = usualEnding(row, planned);
    const ending = own[name] ?? usual;
    if (!ending || !(isThorough || worst.has(name))) return [];
    const once = name in own ? ending : (row.once ?? ending);
    return [[name, faultCase(plan, planned, { name, fault: row.fault, ending, once })]];
  });
  return Object.fromEntries(rows);
}

function usualEnding({ fault, write, read }: FaultRow, planned: Planned<never>): Ending | undefined {
  const repeat = repeatOf(planned);
  if (repeat === 'never' && isOfKeys(fault)) return undefined; // it is sent without a key
  if (!needsCredential(planned) && isOfCredentials(fault)) return undefined;
  return repeat === 'safe' ? read : write;
}

function isOfKeys(fault: WireFault): boolean {
  return fault.kind === 'vendor' && fault.error === 'key_in_flight';
}

function isOfCredentials(fault: WireFault): boolean {
  return fault.kind === 'vendor' && ['wrong_credential', 'no_permission'].includes(fault.error);
}

interface Fault {
  readonly name: string;
  readonly fault: WireFault;
  /** Of a call that may be repeated when its effect is unknown. */
  readonly ending: Ending;
  /** Of one that may not. */
  readonly once: Ending;
}

function faultCase<S extends Scene>(
  plan: Plan<S>,
  planned: Planned<S>,
  { name, fault, ending, once }: Fault,
): CaseRow<S> {
  return {
    title: titleOf(name, ending, once),
    parameters: { operation: planned.operation, fault, ending },
    needs: { ...planned.needs, wire: true, ...(isOfKeys(fault) && { keys: true }) },
    start: { policy },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      const requests = scene.recordRequests();
      plant(scene, planned, fault, 9);
      const error = await scene.failure(call());
      const expected = repeatsOnUnknown(planned, scene.facade.capabilities) ? ending : once;
      assertError(error, expected);
      const failed = error.attempts.filter(({ code }) => code !== undefined);
      assertEqual(failed.length, expected.attempts, 'failed attempts that the error tells of');
      await effects.assertAtMostOne();
      const others = error.attempts.length - failed.length;
      if (fault.kind === 'refused') return assertEqual(requests().length, others, 'requests that arrived');
      assertEqual(requests().length, error.attempts.length, 'requests, one per attempt');
      const hit = requests().filter((request) => isHit(scene, planned, request));
      assertEqual(hit.length, expected.attempts, 'requests that met the fault');
      assertOneKey(scene, planned, hit);
    },
  };
}

function titleOf(name: string, { code, outcome, attempts }: Ending, once: Ending): string {
  const count = attempts === 1 ? 'attempt' : 'attempts';
  const unless = once.attempts === attempts ? '' : ', one where it may not be repeated';
  return `${name}: ${code}, effect ${outcome}, ${attempts} ${count} of one request each${unless}.`;
}

function lostAnswer<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title:
      'When the first answer is lost, the call still succeeds by asking again under the same key, with one effect.',
    parameters: { operation: planned.operation },
    needs: { ...planned.needs, wire: true, ...(repeatOf(planned) === 'keyed' && { keys: true }) },
    start: { policy },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      const requests = scene.recordRequests();
      plant(scene, planned, { kind: 'reset_after_commit' }, 1);
      await scene.value(call());
      const hit = requests().filter((request) => isHit(scene, planned, request));
      assertOneKey(scene, planned, hit);
      assertEqual(hit.length, 2, 'requests: the lost one and its repetition');
      await effects.assertAtMostOne();
    },
  };
}

function assertOneKey<S extends Scene>(
  { facade: { capabilities } }: Scene,
  planned: Planned<S>,
  requests: readonly WireRequest[],
): void {
  if (repeatOf(planned) !== 'keyed' || capabilities.idempotency.kind === 'none') return;
  // A DELETE is harmless to repeat: no vendor needs a key for it.
  if (requests.some(({ method }) => method === 'DELETE')) return;
  const keys = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  assertEqual(keys.size, 1, `different idempotency keys over ${requests.length} requests`);
  assert(!keys.has(undefined), 'the requests carry an idempotency key');
}
