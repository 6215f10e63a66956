import type Stripe from 'stripe';
import type { BilledLine } from './billing/invoice-shapes.ts';
import type { TestMethod } from './payments/cards.ts';
import { noSuchObject } from './protocol/errors.ts';
import type { WireInvoice, WireLineItem, WirePrice, WireSubscription } from './protocol/wire.ts';
import { isRecord, snapshot } from './protocol/wire.ts';
import type { LedgerEffect } from './types.ts';

/** All objects of the account, by id. */
export interface Tables {
  readonly paymentIntents: Map<string, Stripe.PaymentIntent>;
  readonly charges: Map<string, Stripe.Charge>;
  readonly refunds: Map<string, Stripe.Refund>;
  readonly disputes: Map<string, Stripe.Dispute>;
  readonly customers: Map<string, Stripe.Customer | Stripe.DeletedCustomer>;
  readonly paymentMethods: Map<string, Stripe.PaymentMethod>;
  readonly setupIntents: Map<string, Stripe.SetupIntent>;
  readonly sessions: Map<string, Stripe.Checkout.Session>;
  readonly products: Map<string, Stripe.Product>;
  readonly prices: Map<string, WirePrice>;
  readonly subscriptions: Map<string, WireSubscription>;
  readonly invoices: Map<string, WireInvoice>;
  readonly events: Map<string, Stripe.Event>;
}

/** What the fake knows of an object and Stripe does not show. */
export interface Secrets {
  /** How a payment method behaves. */
  readonly behaviours: Map<string, TestMethod>;
  /** Payment methods that may not be used again: spent without a customer, or detached. */
  readonly spent: Set<string>;
  /** Payment methods that a customer authenticated for off-session use. */
  readonly authenticated: Set<string>;
  /** Payment methods of intents that wait for 3-D Secure or for a bank, and where the payer returns to. */
  readonly pending: Map<string, { readonly methodId: string; readonly returnUrl?: string }>;
  /** What completing a Checkout Session will create. */
  readonly plans: Map<string, CheckoutPlan>;
  /** Fields that are shown only when expanded, by object id. */
  readonly hidden: Map<string, () => Record<string, unknown>>;
  /** Payment intent of an invoice. */
  readonly invoiceIntents: Map<string, string>;
  /** Billed lines that wait for a subscription's next invoice. */
  readonly prorations: Map<string, BilledLine[]>;
  /** What to do when a payment or setup intent changes: an invoice or Checkout Session waits for it. */
  readonly followers: Map<string, () => void>;
}

export interface CheckoutPlan {
  readonly lines: readonly WireLineItem[];
  readonly captureMethod: string;
  readonly cardOptions: Stripe.PaymentIntent.PaymentMethodOptions.Card | undefined;
  readonly setupFutureUsage: string | null;
  readonly description: string | null;
  readonly intentMetadata: Record<string, string>;
  readonly subscriptionMetadata: Record<string, string>;
  readonly trialDays: number;
}

/** The request being answered. Hooks run without one. */
export interface CurrentRequest {
  /** Undefined for what a payer does on a hosted page. */
  readonly id?: string;
  readonly idempotencyKey?: string;
  /** Origin of hosted pages. */
  readonly origin: string;
}

export interface Account {
  readonly tables: Tables;
  readonly secrets: Secrets;
  readonly effects: LedgerEffect[];
  request: CurrentRequest | undefined;
  /** Events that are not on their way yet. */
  readonly outbox: Stripe.Event[];
  readonly webhooks: boolean;
  /** Epoch seconds. */
  now(): number;
  id(prefix: string): string;
  /** Records an event with a snapshot of the object. */
  emit(type: string, object: object, before?: object): void;
  /** Notes that money moved or was tried to move. */
  effect(kind: LedgerEffect['kind'], id: string, amount: number, currency: string): void;
}

export const apiVersion = '2026-10-28.endive';

export function createAccount(now: () => number, webhooks: boolean): Account {
  const nextId = idGenerator();
  const account: Account = {
    tables: emptyTables(),
    secrets: emptySecrets(),
    effects: [],
    request: undefined,
    outbox: [],
    webhooks,
    now: () => Math.floor(now() / 1000),
    id: nextId,
    emit(type, object, before) {
      const event = eventOf(account, type, object, before);
      account.tables.events.set(event.id, event);
      account.outbox.push(event);
    },
    effect(kind, id, amount, currency) {
      const idempotencyKey = account.request?.idempotencyKey;
      account.effects.push({ kind, id, amount, currency, ...(idempotencyKey ? { idempotencyKey } : {}) });
    },
  };
  return account;
}

/**
 * The object with an id, or Stripe's rejection: 404 where the id stood in the path, 400 where it was the
 * parameter `param`.
 */
export function find<T>(
  table: ReadonlyMap<string, T>,
  what: string,
  id: string,
  param?: string,
  status = param === undefined ? 404 : 400,
): T {
  const found = table.get(id);
  if (found === undefined) throw noSuchObject(what, id, param ?? 'id', status);
  return found;
}

/** A customer that was not deleted. */
export function findCustomer(account: Account, id: string, param?: string): Stripe.Customer {
  const customer = find(account.tables.customers, 'customer', id, param);
  if (customer.deleted === true)
    throw noSuchObject('customer', id, param ?? 'id', param === undefined ? 404 : 400);
  return customer;
}

export function optionalCustomer(account: Account, id: string | undefined): string | null {
  return id === undefined ? null : findCustomer(account, id, 'customer').id;
}

export function mergeMetadata(
  existing: Record<string, string> | null,
  patch: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  if (patch === null) return {};
  const merged = { ...existing, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

function eventOf(account: Account, type: string, object: object, before?: object): Stripe.Event {
  const { request } = account;
  const event = {
    id: account.id('evt'),
    object: 'event',
    api_version: apiVersion,
    created: account.now(),
    data: {
      object: snapshot(object),
      ...(before ? { previous_attributes: changedFrom(before, object) } : {}),
    },
    livemode: false,
    pending_webhooks: account.webhooks ? 1 : 0,
    request: { id: request?.id ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type,
  };
  // The union of 250 event types cannot be told apart by a type name that is data here.
  return event as unknown as Stripe.Event;
}

function changedFrom(before: object, after: object): Record<string, unknown> {
  const current: unknown = after;
  const fields = isRecord(current) ? current : {};
  return Object.fromEntries(
    Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(fields[key])),
  );
}

/** Ids that sort by creation and differ between runs: apps keep them across restarts of the fake. */
function idGenerator(): (prefix: string) => string {
  const run = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => (byte % 36).toString(36)).join('');
  let count = 0;
  return (prefix) => `${prefix}_3Fake${run}${(++count).toString(36).padStart(10, '0')}`;
}

function emptyTables(): Tables {
  return {
    paymentIntents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    customers: new Map(),
    paymentMethods: new Map(),
    setupIntents: new Map(),
    sessions: new Map(),
    products: new Map(),
    prices: new Map(),
    subscriptions: new Map(),
    invoices: new Map(),
    events: new Map(),
  };
}

function emptySecrets(): Secrets {
  return {
    behaviours: new Map(),
    spent: new Set(),
    authenticated: new Set(),
    pending: new Map(),
    plans: new Map(),
    hidden: new Map(),
    invoiceIntents: new Map(),
    prorations: new Map(),
    followers: new Map(),
  };
}
