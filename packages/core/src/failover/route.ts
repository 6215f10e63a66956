import type { CallOptions } from '../call.ts';
import type { Clock, Random } from '../clock.ts';
import type { OperationSpec } from '../contract.ts';
import { type ErrorDetails, IntegrationError, unwrap } from '../error.ts';
import { DriverFailure } from '../failure.ts';
import { vendorKey } from '../idempotency-key.ts';
import { assertMs } from '../input.ts';
import { Interrupted } from '../policy/attempt.ts';
import type { Claimed, Claims } from './claims.ts';
import { hearing } from './hear.ts';
import { tagIds, untagIds } from './ids.ts';
import { movable } from './movable.ts';
import type { Order } from './order.ts';
import type { Moved } from './watched.ts';

/** A member's operation, called by its name. */
export type Ask = (member: string, input: unknown, options: CallOptions) => Promise<unknown>;

/** What all calls of a group share. */
export interface Routes {
  readonly category: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly idFields: ReadonlySet<string>;
  readonly order: Order;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly random: Random;
}

/** One call of a group. */
export interface RoutedCall {
  readonly operation: string;
  readonly spec: Pick<OperationSpec, 'repeat' | 'bare'>;
  readonly input: unknown;
  readonly options: CallOptions;
  readonly moved: Moved;
}

/** Of a group's call, whatever its members' are. */
export const groupDeadlineMs = 30_000;

/**
 * Asks one member after the other. It moves on only when the one before certainly did nothing, neither for this call
 * nor for an earlier one under the same key.
 */
export async function route(shared: Routes, call: RoutedCall, ask: Ask): Promise<unknown> {
  const { spec, options } = call;
  const leftMs = timeLeft(shared, call);
  const routes = heardBy(shared, call, leftMs);
  const { input, member: owner } = untag(routes, call);
  const key = spec.repeat === 'keyed' && owner === undefined ? options.idempotencyKey : undefined;
  const failed: IntegrationError[] = [];
  let waiting = owner === undefined ? orderOf(routes, call) : [owner];
  for (;;) {
    const [wanted] = waiting;
    if (wanted === undefined || (failed.length > 0 && leftMs() <= 0)) throw joined(failed);
    const claimed = key === undefined ? undefined : await claim(routes, call, key, wanted, failed);
    const member = claimed?.member ?? wanted;
    const deadlineMs = spec.repeat === 'safe' ? leftMs() / waiting.length : leftMs();
    try {
      if (deadlineMs <= 0) throw groupError(routes, call, late);
      const answer = await ask(member, input, { ...options, deadlineMs });
      return tagIds(answer, routes.idFields, member);
    } catch (error) {
      const failure = await settled(routes, call, error, claimed);
      failed.push(failure);
      if (!mayMoveOn(failure)) throw joined(failed);
      waiting = waiting.filter((one) => one !== member);
      if (waiting.length > 0) call.moved(member, failure);
    }
  }
}

/** What is left of the call's deadline. */
function timeLeft({ clock }: Routes, { options: { deadlineMs } }: RoutedCall): () => number {
  assertMs('deadlineMs', deadlineMs);
  const until = clock.monotonic() + (deadlineMs ?? groupDeadlineMs);
  return () => until - clock.monotonic();
}

/** The memory is waited for no longer than the call lasts. */
function heardBy(shared: Routes, { options }: RoutedCall, leftMs: () => number): Routes {
  return { ...shared, claims: shared.claims.for(hearing(shared.clock, options.signal, leftMs)) };
}

/** Enters a key. A memory that fails does not tell what earlier calls under the key did. */
async function claim(
  routes: Routes,
  call: RoutedCall,
  key: string,
  wanted: string,
  failed: readonly IntegrationError[],
): Promise<Claimed> {
  try {
    return await routes.claims.enter(await nameOf(routes, call.operation, key), wanted);
  } catch (error) {
    const why = error instanceof Interrupted ? (error.by === 'aborted' ? aborted : silent) : unheard;
    throw joined([...failed, groupError(routes, call, why, error)]);
  }
}

function untag({ idFields, members }: Routes, { input, spec }: RoutedCall) {
  const value = spec.bare !== undefined && typeof input === 'string' ? { [spec.bare]: input } : input;
  return untagIds(value, idFields, members);
}

function orderOf({ order, members, random }: Routes, call: RoutedCall): readonly string[] {
  const { operation, input, options } = call;
  const wanted = order({ operation, input, idempotencyKey: options.idempotencyKey, members, random });
  const known = [...new Set(wanted)].filter((member) => members.includes(member));
  if (known.length > 0) return known;
  throw new DriverFailure({
    code: 'config_invalid',
    message: `The order of the group names none of its members: ${members.join(', ')}.`,
  });
}

/**
 * A call about another one goes to the member that has its key. Where none has it (the write named an id of its member,
 * or the memory has forgotten it), nothing was done only if none of them knows of it.
 */
export async function askOwner(shared: Routes, call: RoutedCall, ask: Ask): Promise<unknown> {
  const leftMs = timeLeft(shared, call);
  const routes = heardBy(shared, call, leftMs);
  const { operation, idempotencyKey } = Object(call.input) as Readonly<Record<string, unknown>>;
  const owner = await routes.claims.owner(await nameOf(routes, String(operation), String(idempotencyKey)));
  return askInTurn(routes, call, owner === undefined ? routes.members : [owner], leftMs, ask);
}

/** What the first one says that does not say `not_applied`. */
async function askInTurn(
  { idFields }: Routes,
  { input, options }: RoutedCall,
  members: readonly string[],
  leftMs: () => number,
  ask: Ask,
): Promise<unknown> {
  const nothing = { outcome: 'not_applied' };
  for (const [index, member] of members.entries()) {
    const deadlineMs = leftMs() / (members.length - index);
    if (deadlineMs <= 0) throw new Interrupted('deadline');
    const answer = await ask(member, input, { ...options, deadlineMs });
    if (Reflect.get(Object(answer), 'outcome') !== nothing.outcome) return tagIds(answer, idFields, member);
  }
  return nothing;
}

/** A hash: keys may be longer, and of other characters, than a memory takes. */
async function nameOf({ name }: Routes, operation: string, key: string): Promise<string> {
  return `group:${await vendorKey([name, operation, key])}`;
}

/** The error of a member, as the group knows it: an earlier call under the same key may have had the effect. */
async function settled(
  routes: Routes,
  call: RoutedCall,
  error: unknown,
  claimed: Claimed | undefined,
): Promise<IntegrationError> {
  if (!IntegrationError.is(error))
    throw call.spec.repeat === 'safe' ? error : groupError(routes, call, unclear, error);
  if (claimed === undefined || error.outcome !== 'not_applied' || (await leave(claimed))) return error;
  return new IntegrationError({ ...error.toJSON(), outcome: 'unknown' }, unwrap(error));
}

const late = {
  code: 'timeout',
  reason: 'deadline',
  outcome: 'not_applied',
  message: 'The memory of the group took longer than the call’s deadline.',
} as const satisfies ErrorDetails;

const silent = {
  ...late,
  outcome: 'unknown',
  message:
    'The memory of the group did not answer in time: this call did nothing, an earlier one under its key may have.',
  hint: 'Call again under the same key once the memory answers.',
} as const satisfies ErrorDetails;

const aborted = {
  code: 'aborted',
  outcome: 'unknown',
  message: 'The caller’s signal was aborted.',
} as const satisfies ErrorDetails;

const unheard = {
  code: 'internal',
  outcome: 'unknown',
  message: 'The memory of the group failed: this call did nothing, an earlier one under its key may have.',
  hint: 'Call again under the same key once the memory works; `unwrap(error)` is what it failed with.',
} as const satisfies ErrorDetails;

/** What fails beside the member's own call, a ledger's memory for example, does not know what became of a write. */
const unclear = {
  code: 'internal',
  outcome: 'unknown',
  message: 'Something beside the provider failed.',
} as const satisfies ErrorDetails;

function groupError(
  { category, name }: Routes,
  { operation }: RoutedCall,
  details: ErrorDetails,
  raw?: unknown,
): IntegrationError {
  const whose = { category, integration: name, operation: `${category}.${operation}` };
  return new IntegrationError({ ...details, ...whose }, raw);
}

/** A memory that fails says less than the member did; the key stays where it is. */
function leave(claimed: Claimed): Promise<boolean> {
  return claimed.release().catch(() => false);
}

function mayMoveOn(error: IntegrationError): boolean {
  return error.outcome === 'not_applied' && movable.has(error.code);
}

/** The last error, with the attempts at all members. */
function joined(failed: readonly IntegrationError[]): IntegrationError {
  const last = failed.at(-1);
  if (last === undefined)
    return new IntegrationError({ code: 'internal', outcome: 'not_applied', message: 'Nobody was asked.' });
  if (failed.length === 1) return last;
  const before = failed
    .slice(0, -1)
    .map(({ integration, code, reason }) => `${integration} (${reason ?? code})`);
  const message = `${last.message} Before it: ${before.join(', ')}.`;
  const attempts = failed.flatMap((error) => error.attempts);
  return new IntegrationError({ ...last.toJSON(), message, attempts }, unwrap(last));
}
