import type { CallOptions } from '../call.ts';
import type { Outcome } from '../codes.ts';
import type { Proof } from '../contract.ts';
import { vendorKey } from '../idempotency-key.ts';
import type { Open } from './entry.ts';
import { toText } from './kept.ts';
import { lookUp } from './look-up.ts';
import { type Keeping, markOf } from './once.ts';

/** A write by its name. */
export interface Write {
  /** `send`, `refunds.create`: without the category. */
  readonly operation: string;
  /** As the caller gave it. */
  readonly idempotencyKey: string;
}

/** A write of which nobody knows whether it had its effect. @sealed */
export interface Unresolved extends Write {
  /** When the first call under the key began. */
  readonly firstAt: Date;
  /** When the latest call began or, once that is known, ended. */
  readonly latestAt: Date;
  /** The latest call may not have ended yet. */
  readonly isUnderWay: boolean;
}

/** What was found out about a write; `unknown` ones stay unresolved. @sealed */
export interface Verdict extends Write {
  readonly outcome: Outcome;
}

/** What is known of the writes of one integration, over all machines that share the memory. @sealed */
export interface Ledger {
  /** Writes of which nobody knows whether they had their effect, those under way included; in no order. */
  unresolved(): AsyncIterable<Unresolved>;
  /**
   * Asks the provider about each unresolved write that is not under way, and settles what it can tell. To be called
   * now and then; that nothing is there counts 5 minutes after the end of the latest call only.
   */
  reconcile(options?: CallOptions): AsyncIterable<Verdict>;
  /**
   * Settles a write by what you know yourself. `applied`: later calls under the key get `result`, or `already_exists`
   * where there is none. `not_applied`: the key is free again. Resolves to false when the write is not unresolved, and
   * for `not_applied` while it is under way: it may yet be applied.
   */
  settle(write: Write, outcome: 'applied' | 'not_applied', result?: unknown): Promise<boolean>;
}

/** The ledger of what is kept. */
export function toLedger(keeping: Keeping): Ledger {
  const { book, integration } = keeping;
  return {
    async *unresolved() {
      for await (const { open } of book.unresolved()) yield toUnresolved(open, book.clock.now());
    },
    async *reconcile(options) {
      for await (const { mark, open } of book.unresolved()) {
        if (open.busyUntil > book.clock.now()) continue;
        const outcome = (await lookUp(keeping, mark, open, options)) ?? 'unknown';
        if (outcome === 'not_applied' && !(await book.release(mark, open))) continue;
        yield { operation: open.operation, idempotencyKey: open.idempotencyKey, outcome };
      }
    },
    async settle({ operation, idempotencyKey }, outcome, result) {
      const mark = markOf(await vendorKey([`${integration.category}.${operation}`, '', idempotencyKey]));
      if (outcome === 'applied') return settleBy(keeping, mark, result);
      const open = await book.open(mark);
      return open !== undefined && open.busyUntil <= book.clock.now() && book.release(mark, open);
    },
  };
}

/** Settles the write that an event tells of, where it is one of ours. */
export async function settleByProof(keeping: Keeping, proof: Proof | undefined): Promise<void> {
  if (proof !== undefined) await settleBy(keeping, markOf(proof.vendorKey), proof.result);
}

async function settleBy({ book }: Keeping, mark: string, result: unknown): Promise<boolean> {
  const open = await book.open(mark);
  if (open === undefined) return false;
  const { fingerprint } = open;
  await book.end(mark, open, { fingerprint, ...(result !== undefined && { result: toText(result) }) });
  return true;
}

function toUnresolved(
  { operation, idempotencyKey, firstAt, latestAt, busyUntil }: Open,
  now: number,
): Unresolved {
  return {
    operation,
    idempotencyKey,
    firstAt: new Date(firstAt),
    latestAt: new Date(latestAt),
    isUnderWay: busyUntil > now,
  };
}
