import type { CallOptions, Reconciled } from '../call.ts';
import type { Clock } from '../clock.ts';
import type { ErrorCode, Outcome } from '../codes.ts';
import { IntegrationError, unwrap } from '../error.ts';
import { accumulate } from '../failure.ts';
import { vendorKey } from '../idempotency-key.ts';
import type { Integration } from '../integration.ts';
import type { Book } from './book.ts';
import type { Done, Open } from './entry.ts';
import { fingerprint } from './fingerprint.ts';
import { fromText, toText } from './kept.ts';

/** What a ledger keeps the writes of. */
export interface Keeping {
  readonly book: Book;
  readonly integration: Integration;
  /** What became of a write, as far as the provider tells; nothing that it throws counts. */
  readonly find: (open: Open, options?: CallOptions) => Promise<Reconciled<unknown>>;
}

/** A write under a key. */
export interface KeyedCall {
  readonly operation: string;
  readonly input: unknown;
  readonly options: CallOptions & { readonly idempotencyKey: string };
}

/** Makes the write, with what is left of its deadline. */
type Make = (options: CallOptions) => Promise<unknown>;

/** Clocks of machines differ, and a process may be held up between its deadline and its end. */
const marginMs = 30_000;
/** A request that was lost on its way may yet arrive: that nothing is there counts only so long after it. */
const quietMs = 5 * 60_000;

/** Characters of a `vendorKey` that name a write: fewer than any vendor takes. */
const markLength = 24;

/** The name of a write in the book, as the vendor's objects carry it too. */
export function markOf(key: string): string {
  return key.slice(0, markLength);
}

/**
 * Makes a write at most once for each key, whatever becomes of calls, answers and processes. What it ended with is given
 * to every later call; while nobody knows that, it is made again only where that is harmless.
 */
export async function once(keeping: Keeping, call: KeyedCall, make: Make): Promise<unknown> {
  const { book, integration } = keeping;
  const { operation, options } = call;
  const left = remaining(book.clock, options);
  const mark = markOf(await vendorKey([`${integration.category}.${operation}`, '', options.idempotencyKey]));
  const wanted = await toOpen(book.clock.now(), call, integration);
  for (;;) {
    const claimed = await book.claim(mark, wanted);
    if (claimed.state === 'free') return send(book, mark, wanted, 'not_applied', () => make(inTime(left())));
    const { fingerprint: first } = claimed.state === 'done' ? claimed.done : claimed.open;
    if (first !== wanted.fingerprint) throw refusal(integration, operation, 'mismatch');
    if (claimed.state === 'done') return outcomeOf(keeping, operation, claimed.done);
    const { open } = claimed;
    const waitMs = open.busyUntil - wanted.latestAt;
    if (waitMs > 0) throw refusal(integration, operation, 'under_way', waitMs);
    const before = mayMakeAgain(integration, wanted, open)
      ? 'unknown'
      : await lookUp(keeping, mark, open, left());
    if (before === 'applied') continue; // the book knows how it ended
    if (options.signal?.aborted) throw refusal(integration, operation, 'aborted');
    if (left().deadlineMs === 0) throw refusal(integration, operation, 'late');
    if (before === undefined) throw refusal(integration, operation, 'unresolved');
    const mine = { ...wanted, firstAt: before === 'not_applied' ? wanted.firstAt : open.firstAt };
    if (await book.takeOver(mark, open, mine))
      return send(book, mark, mine, before, () => make(inTime(left())));
  }
}

/** The options for what is left of a call that has a deadline. */
function remaining(clock: Clock, options: CallOptions): () => CallOptions {
  const { deadlineMs } = options;
  if (deadlineMs === undefined || !(deadlineMs > 0)) return () => options; // the call itself refuses the latter
  const until = clock.monotonic() + deadlineMs;
  return () => ({ ...options, deadlineMs: Math.max(0, until - clock.monotonic()) });
}

/** Leaves the call a moment, so that it says itself that it is late and what became of it. */
function inTime(options: CallOptions): CallOptions {
  return options.deadlineMs === 0 ? { ...options, deadlineMs: 1 } : options;
}

/** What the provider tells of a write, written into the book; `undefined` where it cannot tell. */
export async function lookUp(
  { book, find }: Keeping,
  mark: string,
  open: Open,
  options?: CallOptions,
): Promise<'applied' | 'not_applied' | undefined> {
  const found = await find(open, options);
  if (found.outcome === 'applied') {
    await end(book, mark, open, found.result);
    return 'applied';
  }
  const endedAt = Math.max(open.latestAt, open.busyUntil);
  const isQuiet = book.clock.now() >= endedAt + quietMs;
  return found.outcome === 'not_applied' && isQuiet ? 'not_applied' : undefined;
}

async function toOpen(
  now: number,
  { operation, input, options }: KeyedCall,
  { deadlineMs: usualMs }: Pick<Integration, 'deadlineMs'>,
): Promise<Open> {
  const { idempotencyKey, deadlineMs = usualMs } = options;
  return {
    operation,
    idempotencyKey,
    fingerprint: await fingerprint(input),
    call: crypto.randomUUID(),
    firstAt: now,
    latestAt: now,
    busyUntil: now + deadlineMs + marginMs,
  };
}

/** `before`: what earlier calls under the key may have done. */
async function send(
  book: Book,
  mark: string,
  open: Open,
  before: Outcome,
  make: () => Promise<unknown>,
): Promise<unknown> {
  const keep = { fingerprint: open.fingerprint };
  try {
    const result = await make();
    await quietly(end(book, mark, open, result));
    return result;
  } catch (thrown) {
    const error = raised(thrown, before);
    const outcome = IntegrationError.is(error) ? error.outcome : 'unknown';
    if (outcome === 'not_applied') await quietly(book.release(mark, open));
    else if (outcome === 'unknown') await quietly(book.leaveOpen(mark, open));
    else if (IntegrationError.is(error))
      await quietly(book.end(mark, open, { ...keep, error: error.toJSON() }));
    throw error;
  }
}

/** Writes down the result or, where that cannot be kept, that there was an effect. */
async function end(book: Book, mark: string, open: Open, result: unknown): Promise<void> {
  const { fingerprint } = open;
  const text = asText(result);
  try {
    if (text !== undefined) return await book.end(mark, open, { fingerprint, result: text });
  } catch (error) {
    if (!IntegrationError.is(error, 'invalid_request')) throw error; // else it is too large for the memory
  }
  await book.end(mark, open, { fingerprint });
}

function asText(result: unknown): string | undefined {
  try {
    return toText(result);
  } catch {
    return undefined; // a cycle or a bigint
  }
}

/** What the provider said counts more than that it could not be written down: then the write stays open. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}

function raised(thrown: unknown, before: Outcome): unknown {
  if (!IntegrationError.is(thrown)) return thrown;
  const outcome = accumulate(before, thrown.outcome);
  if (outcome === thrown.outcome) return thrown;
  return new IntegrationError({ ...thrown.toJSON(), outcome }, unwrap(thrown));
}

function outcomeOf({ integration }: Keeping, operation: string, { result, error }: Done): unknown {
  if (result !== undefined) return fromText(result);
  throw error === undefined ? refusal(integration, operation, 'lost') : new IntegrationError(error);
}

/** The provider gives the first answer again, as long as it remembers the key. */
function mayMakeAgain({ capabilities }: Integration, { busyUntil }: Open, { firstAt }: Open): boolean {
  const { kind, ttlHours = Number.POSITIVE_INFINITY } = capabilities.idempotency;
  return kind === 'native' && busyUntil < firstAt + ttlHours * 3_600_000;
}

const refusals = {
  mismatch: {
    code: 'idempotency_mismatch',
    outcome: 'not_applied',
    message: 'This idempotency key was used for another input.',
  },
  under_way: {
    code: 'conflict',
    outcome: 'unknown',
    message: 'Another call under this idempotency key may still be under way.',
  },
  lost: {
    code: 'already_exists',
    outcome: 'applied',
    message: 'The write under this idempotency key had its effect; its answer was lost.',
    hint: 'Read what it made at the provider.',
  },
  aborted: { code: 'aborted', outcome: 'unknown', message: 'The caller’s signal was aborted.' },
  late: {
    code: 'timeout',
    reason: 'deadline',
    outcome: 'unknown',
    message: 'The call took longer than its deadline.',
  },
  unresolved: {
    code: 'conflict',
    outcome: 'unknown',
    retryable: false,
    message: 'An earlier call under this idempotency key may have had its effect, and nobody knows.',
    hint: 'Wait for the provider’s webhook, or look there and call `ledger.settle`.',
  },
} as const satisfies Record<
  string,
  {
    code: ErrorCode;
    reason?: string;
    outcome: Outcome;
    message: string;
    hint?: string;
    retryable?: boolean;
  }
>;

function refusal(
  { category, provider, name }: Integration,
  operation: string,
  why: keyof typeof refusals,
  retryAfterMs?: number,
): IntegrationError {
  return new IntegrationError({
    ...refusals[why],
    category,
    provider,
    integration: name,
    operation: `${category}.${operation}`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
