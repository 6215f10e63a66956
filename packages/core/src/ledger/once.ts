import type { CallOptions, Reconciled } from '../call.ts';
import type { Outcome } from '../codes.ts';
import { type ErrorDetails, IntegrationError, unwrap } from '../error.ts';
import { hearing } from '../failover/hear.ts';
import { accumulate } from '../failure.ts';
import { vendorKey } from '../idempotency-key.ts';
import { assertMs } from '../input.ts';
import type { Integration } from '../integration.ts';
import { Interrupted } from '../policy/attempt.ts';
import { underOperation } from '../under-operation.ts';
import type { Book } from './book.ts';
import type { Done, Open } from './entry.ts';
import { fingerprint } from './fingerprint.ts';
import { fromText } from './kept.ts';
import { lookUp, skewMs } from './look-up.ts';
import { type Refusal, refusal } from './refusals.ts';

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

/** A process may be held up between its deadline and its end. */
const marginMs = 30_000;
/** Characters of a `vendorKey` that name a write: fewer than any vendor takes. */
const markLength = 24;

/** The name of a write in the book, as the vendor's objects carry it too. */
export function markOf(key: string): string {
  return key.slice(0, markLength);
}

/** What is left of a call. */
type LeftOptions = CallOptions & { readonly deadlineMs: number };

/** One call of a write. */
interface Begun {
  readonly keeping: Keeping;
  readonly call: KeyedCall;
  readonly mark: string;
  /** What the book says of it while it has the key. */
  readonly wanted: Open;
  /** The options for what is left of its deadline. */
  readonly left: () => LeftOptions;
}

/** What a call may do; nothing (`again`) where somebody was first, and the book has to be read again. */
type Turn =
  | Sends
  | { readonly state: 'done'; readonly done: Done }
  | { readonly state: 'refused'; readonly why: Refusal; readonly retryAfterMs?: number }
  | { readonly state: 'again' };

/** The key is the call's. */
interface Sends {
  readonly state: 'sends';
  readonly open: Open;
  /** What earlier calls under the key may have done. */
  readonly before: Outcome;
  /** The record of the one whose key it took over. */
  readonly earlier?: Open;
}

/**
 * Makes a write at most once for each key, whatever becomes of calls, answers and processes. What it ended with is
 * given to every later call; while nobody knows that, it is made again only where that is harmless.
 */
export async function once(keeping: Keeping, call: KeyedCall, make: Make): Promise<unknown> {
  const begun = await underOperation(keeping.integration, call.operation, () => begin(keeping, call));
  const refused = (why: Refusal, known?: Partial<ErrorDetails>, raw?: unknown): IntegrationError =>
    refusal(keeping.integration, call.operation, why, known, raw);
  for (;;) {
    const turn = await takeTurn(begun).catch((error: unknown) => {
      if (error instanceof Interrupted) throw refused(error.by === 'aborted' ? 'aborted' : 'unheard');
      throw refused('memory', {}, error); // nothing else fails there
    });
    if (turn.state === 'again') continue;
    if (turn.state === 'refused') {
      const { why, retryAfterMs } = turn;
      throw refused(why, retryAfterMs === undefined ? {} : { retryAfterMs });
    }
    if (turn.state === 'done') {
      const { result, error } = turn.done;
      if (result !== undefined) return fromText(result);
      throw error === undefined ? refused('lost') : new IntegrationError(error);
    }
    const left = begun.left();
    if (left.deadlineMs !== 0) return send(begun, turn, make(left));
    throw refused('late', (await giveBack(begun, turn)) ? { outcome: 'not_applied' } : {});
  }
}

async function begin(keeping: Keeping, call: KeyedCall): Promise<Begun> {
  const { book, integration } = keeping;
  const { operation, options } = call;
  const left = remaining(keeping, options);
  const wanted = await toOpen(book.clock.now(), call, integration);
  const key = await vendorKey([`${integration.category}.${operation}`, '', options.idempotencyKey]);
  const heard = book.for(hearing(book.clock, options.signal, () => left().deadlineMs));
  return { keeping: { ...keeping, book: heard }, call, mark: markOf(key), wanted, left };
}

async function takeTurn({ keeping, call, mark, wanted, left }: Begun): Promise<Turn> {
  const { book, integration } = keeping;
  const claimed = await book.claim(mark, wanted);
  if (claimed.state === 'free') return { state: 'sends', open: wanted, before: 'not_applied' };
  const { fingerprint: first } = claimed.state === 'done' ? claimed.done : claimed.open;
  if (first !== wanted.fingerprint) return { state: 'refused', why: 'mismatch' };
  if (claimed.state === 'done') return claimed;
  const { open } = claimed;
  const retryAfterMs = open.busyUntil - wanted.latestAt;
  if (retryAfterMs > 0) return { state: 'refused', why: 'under_way', retryAfterMs };
  const before = mayMakeAgain(integration, wanted, open)
    ? 'unknown'
    : await lookUp(keeping, mark, open, left());
  if (before === 'applied') return { state: 'again' }; // the book knows how it ended
  if (call.options.signal?.aborted) return { state: 'refused', why: 'aborted' };
  if (left().deadlineMs === 0) return { state: 'refused', why: 'late' };
  if (before === undefined) return { state: 'refused', why: 'unresolved' };
  const mine = { ...wanted, firstAt: before === 'not_applied' ? wanted.firstAt : open.firstAt };
  const isMine = await book.takeOver(mark, open, mine);
  return isMine ? { state: 'sends', open: mine, before, earlier: open } : { state: 'again' };
}

/**
 * Nothing was sent: the book says again what it said before. True when nobody had the key before, and nobody has taken
 * it since.
 */
async function giveBack({ keeping: { book }, mark }: Begun, { open, earlier }: Sends): Promise<boolean> {
  if (earlier === undefined) return book.release(mark, open).catch(() => false);
  await quietly(book.putBack(mark, open, earlier));
  return false;
}

/**
 * The options for what is left of a call, by both clocks: while a machine sleeps, its monotonic one may stand still,
 * and others take the call for ended by the wall clock.
 */
function remaining({ book: { clock }, integration }: Keeping, options: CallOptions): () => LeftOptions {
  const { deadlineMs = integration.deadlineMs } = options;
  assertMs('deadlineMs', deadlineMs);
  const [until, wallUntil] = [clock.monotonic() + deadlineMs, clock.now() + deadlineMs];
  const leftMs = (): number => Math.min(until - clock.monotonic(), wallUntil - clock.now());
  return () => ({ ...options, deadlineMs: Math.max(0, leftMs()) });
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

async function send(
  { keeping: { book }, mark }: Begun,
  { open, before }: Sends,
  making: Promise<unknown>,
): Promise<unknown> {
  const keep = { fingerprint: open.fingerprint };
  try {
    const result = await making;
    await quietly(book.endWith(mark, open, result));
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

/**
 * The provider gives the first answer again, as long as it remembers the key. Where the first call is in the future, a
 * clock went wrong: nobody knows how old the key is.
 */
function mayMakeAgain(
  { capabilities }: Integration,
  { latestAt: now, busyUntil }: Open,
  { firstAt }: Open,
): boolean {
  const { kind, ttlHours = Number.POSITIVE_INFINITY } = capabilities.idempotency;
  return kind === 'native' && firstAt <= now + skewMs && busyUntil < firstAt + ttlHours * 3_600_000;
}
