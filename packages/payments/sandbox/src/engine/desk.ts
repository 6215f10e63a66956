import { newId } from './ids.ts';
import type { Ledger } from './ledger.ts';
import type { SandboxPlan } from './plans.ts';
import type { AnyRecord, Kind, PaymentRecord, SetupRecord } from './records.ts';
import { refuse } from './refusal.ts';

/** What the engine's functions work at: the books, the time, and where news go. One per transaction. */
export interface Desk {
  readonly ledger: Ledger;
  /** Epoch milliseconds; stands still during a transaction. */
  readonly now: number;
  /** Where the pages are mounted, without a slash at the end. */
  readonly publicUrl: string;
  readonly plans: readonly SandboxPlan[];
  /** The write under way, if it has a key: what it makes of this kind carries the key. */
  readonly making?: { readonly kind: Kind; readonly key: string };
  /** Notes an event, which goes out as a webhook after the transaction. */
  emit(type: string, record: AnyRecord): void;
  /** Lets the checkout or subscription behind a payment or setup take notice of how it went. */
  follow(record: PaymentRecord | SetupRecord): void;
}

/** Names an object. */
export interface ById {
  readonly id: string;
}

/** The first fields of a new record. */
export function newEntity<K extends Kind>(
  desk: Desk,
  kind: K,
  metadata: Readonly<Record<string, string>> = {},
) {
  const vendorKey = desk.making?.kind === kind ? desk.making.key : undefined;
  return {
    kind,
    id: newId(kind),
    createdAt: desk.now,
    metadata: { ...metadata },
    ...(vendorKey !== undefined && { vendorKey }),
  };
}

/** @throws `SandboxError` `no_such_object` */
export function planOf(desk: Desk, id: string): SandboxPlan {
  const plan = desk.plans.find((candidate) => candidate.id === id);
  if (plan === undefined) throw refuse('no_such_object', `There is no plan ${id}.`);
  return plan;
}
