import type { CallOptions, Reconciled } from '../call.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Contract, OperationSpec, Proof } from '../contract.ts';
import { IntegrationError } from '../error.ts';
import { type Method, merge, nest } from '../facade.ts';
import { methodOf } from '../failover/member.ts';
import type { KeyMemory } from '../failover/memory.ts';
import { groupParts } from '../failover/parts.ts';
import type { Integration } from '../integration.ts';
import { createTransport } from '../transport.ts';
import { Book } from './book.ts';
import { type Ledger, settleByProof, toLedger } from './ledger.ts';
import { windowOf } from './look-up.ts';
import { type Keeping, once } from './once.ts';

/** How a ledger works. */
export interface LedgerOptions {
  /** Where it writes: as durable, and shared by as many machines, as its promise has to be. */
  readonly memory: KeyMemory;
  /** Default: the integration's name. Integrations that share a memory have names of their own. */
  readonly name?: string;
  /** How long it is known how a write ended, in milliseconds. Default: 30 days. */
  readonly keepMs?: number;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** An integration whose writes a ledger keeps. */
export type Kept<F> = F & { readonly ledger: Ledger };

const thirtyDaysMs = 30 * 24 * 3_600_000;

/**
 * Gives every provider idempotency keys, over restarts too: a write has at most one effect per key.
 *
 * A later call under the key gets what the first one got. Where an answer was lost, the write stays unresolved until a
 * call under the key, the provider (`reconcile`), a webhook or you tell how it ended; until then it is not made again.
 *
 * What is kept: the caller's key, a hash of the input, and the result, which may hold personal data.
 * @throws From each kept operation, besides its own errors, `IntegrationError` `conflict` (another call under the key
 * is under way; or the write is unresolved, not retryable), `idempotency_mismatch` (the key was used for another
 * input), `already_exists` (it had its effect, and only its answer was lost).
 * @example
 * const mail = withLedger(email, sendgridEmail(options), { memory: fileMemory({ folder: '.data/ledger' }) });
 * await mail.send(message, { idempotencyKey: 'receipt:7' });
 * for await (const { idempotencyKey } of mail.ledger.unresolved()) report(idempotencyKey);
 */
export function withLedger<Api, Methods extends object, Parts extends object, F extends Integration>(
  contract: Contract<Api, Methods, Parts>,
  facade: F,
  { memory, name = facade.name, keepMs = thirtyDaysMs, clock = systemClock }: LedgerOptions,
): Kept<F> {
  if ('ledger' in facade) throw twice(contract.category, name);
  const book = new Book({ memory, name: `${contract.category}:${name}`, keepMs, clock });
  const keeping: Keeping = { book, integration: facade, find: finderOf(facade) };
  const table: Readonly<Record<string, OperationSpec>> = contract.operations;
  const operations = nest(table, (operation, spec) => keptMethod(keeping, operation, spec));
  const parts = groupParts<Parts>([facade], noIds, async (event) => {
    const proof: unknown = contract.proofOf?.(event as never); // an event of this category: its own facade made it
    await settleByProof(keeping, proof as Proof | undefined);
  });
  const methods = contract.methods({
    operations: operations as Api, // the table's type holds it to the interface's names
    integration: facade as never,
    kit: { clock, random: Math.random, name, transport: createTransport(clock).transport },
    parts,
  });
  const kept: unknown = Object.freeze({
    ...facade,
    ...merge(operations, methods),
    ledger: toLedger(keeping),
  });
  return kept as Kept<F>;
}

function twice(category: string, integration: string): IntegrationError {
  const message = `${integration} has a ledger already: a second one would find every write under way.`;
  return new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    category,
    integration,
    message,
  });
}

const noIds: ReadonlySet<string> = new Set();

function keptMethod(keeping: Keeping, operation: string, { repeat, bare }: OperationSpec): Method {
  const method = methodOf(keeping.integration, operation);
  if (repeat !== 'keyed') return (...given) => method?.(...given);
  return (input, options: CallOptions = {}) => {
    const { idempotencyKey } = options;
    const make = async (left: CallOptions): Promise<unknown> => method?.(input, left);
    if (idempotencyKey === undefined) return make(options);
    const whole = bare !== undefined && typeof input === 'string' ? { [bare]: input } : input;
    return once(keeping, { operation, input: whole, options: { ...options, idempotencyKey } }, make);
  };
}

/** Asks the provider's `reconcile`, where there is one. Whatever it fails with, nobody knows. */
function finderOf(facade: Integration): Keeping['find'] {
  const ask = facade.supports('reconcile') ? methodOf(facade, 'reconcile') : undefined;
  return async (open, options) => {
    const { operation, idempotencyKey } = open;
    const { since, until } = windowOf(open);
    const find = async (input: object): Promise<Reconciled<unknown>> => {
      const found: unknown = await ask?.(input, options);
      return (found as Reconciled<unknown> | undefined) ?? unknown; // the table's row says what it gives
    };
    try {
      const write = { operation, idempotencyKey, since };
      return await find({ ...write, until }).catch((error: unknown) => {
        if (IntegrationError.is(error, 'invalid_request')) return find(write); // a contract from before `until`
        throw error;
      });
    } catch {
      return unknown;
    }
  };
}

const unknown: Reconciled<never> = { outcome: 'unknown' };
