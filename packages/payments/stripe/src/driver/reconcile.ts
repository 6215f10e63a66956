import { type Attempt, type Call, type Page, type Reconciled, vendorKey } from '@patchbay/core';
import type { Findable, Metadata, ReconcileWrite } from '@patchbay/payments';
import type Stripe from 'stripe';
import { capabilities } from '../capabilities.ts';
import { withAttempt } from '../client.ts';
import { markKey, toTimestamp } from '../request/shared.ts';
import { fromCheckoutSession, fromSubscription } from '../response/checkout.ts';
import { fromCustomer, fromSetupIntent } from '../response/customer.ts';
import { fromPaymentIntent, fromRefund } from '../response/payment.ts';
import { fromList } from '../response/shared.ts';

/** Stripe's largest page. */
const pageSize = 100;
/** Beyond so many objects between `since` and `until` a search would take longer than a call may. */
const mostPages = 20;

/** The parts of the client that list what writes make. */
interface Listing
  extends Pick<Stripe, 'paymentIntents' | 'refunds' | 'customers' | 'setupIntents' | 'subscriptions'> {
  readonly sessions: Stripe['checkout']['sessions'];
}

type Made = Findable[keyof Findable];

/** Finds out what became of a write: what it made carries its mark. */
export function reconcile(listing: Listing) {
  const lists = listsOf(listing);
  return (input: ReconcileWrite, call: Call): Promise<Reconciled<Made>> =>
    find(lists[input.operation], input, call);
}

/** A part of a list, newest first. */
type Query = Stripe.PaginationParams & { readonly created: Stripe.RangeQueryParam };

/** An object as it is listed; the contract's is made only of the one that is found. */
interface Listed<T> {
  readonly mark: string | undefined;
  readonly read: () => T;
}

type Objects<T> = (query: Query, attempt: Attempt) => Promise<Page<Listed<T>>>;

/**
 * Where the objects of each write are listed, each as complete as the write itself answers. Lists and not searches: a
 * search does not find what was made a moment ago. https://docs.stripe.com/search#data-freshness (2026-11-22)
 */
function listsOf({
  paymentIntents,
  refunds,
  customers,
  setupIntents,
  sessions,
  subscriptions,
}: Listing): Readonly<Record<keyof Findable, Objects<Made>>> {
  return {
    create: objects(
      (query, options) => paymentIntents.list({ ...query, expand: ['data.latest_charge'] }, options),
      fromPaymentIntent,
    ),
    'refunds.create': objects((query, options) => refunds.list(query, options), fromRefund),
    'customers.create': objects(
      (query, options) => customers.list(query, options),
      (customer) => fromCustomer(customer),
    ),
    'methods.setup': objects((query, options) => setupIntents.list(query, options), fromSetupIntent),
    'checkout.create': objects((query, options) => sessions.list(query, options), fromCheckoutSession),
    'subscriptions.create': objects(
      (query, options) => subscriptions.list({ ...query, status: 'all' }, options),
      fromSubscription,
    ),
  };
}

/** Looks for the mark of a write, page by page; each page is one request. */
async function find<T>(
  list: Objects<T>,
  { operation, idempotencyKey, since, until }: ReconcileWrite,
  call: Call,
): Promise<Reconciled<T>> {
  const parts = [`payments.${operation}`, '', idempotencyKey];
  const mark = await vendorKey(parts, capabilities.idempotency.maxLength);
  const created = { gte: toTimestamp(since), ...(until !== undefined && { lte: toTimestamp(until) }) };
  const query = { created, limit: pageSize };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const part = cursor === undefined ? query : { ...query, starting_after: cursor };
    const { items, next } = await call.step('list', 'safe', (attempt) => list(part, attempt));
    const found = items.find((item) => item.mark === mark);
    if (found !== undefined) return { outcome: 'applied', result: found.read() };
    if (next === undefined) return { outcome: 'not_applied' };
    cursor = next;
  }
  return { outcome: 'unknown' };
}

function objects<V extends { readonly id: string; readonly metadata: Metadata | null }, T>(
  list: (query: Query, options: Stripe.RequestOptions) => Promise<Stripe.ApiList<V>>,
  from: (object: V) => T,
): Objects<T> {
  return async (query, attempt) =>
    fromList(await list(query, withAttempt(attempt)), (object) => ({
      mark: object.metadata?.[markKey],
      read: () => from(object),
    }));
}
