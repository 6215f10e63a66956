import { find } from '../account.ts';
import { noSuchObject, wrongState } from '../protocol/errors.ts';
import { oneOf, text } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import type { WireSubscription } from '../protocol/wire.ts';
import { endSubscription, resume } from './subscription-flow.ts';
import {
  cancelSubscription,
  createSubscription as create,
  resumeSubscription,
  updateSubscription as update,
} from './subscription-params.ts';
import { createSubscription } from './subscription-start.ts';
import { updateSubscription } from './subscription-update.ts';

const collection = '/v1/subscriptions';
const member = `${collection}/:id`;
const statuses = oneOf(
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
);

/** https://docs.stripe.com/api/subscriptions */
export const subscriptionRoutes: readonly Route[] = [
  route('POST', collection, create, (input, { account }) => createSubscription(account, input)),
  route(
    'GET',
    collection,
    { ...pagination, ...created, customer: text(), price: text(), status: statuses },
    (input, { account }) =>
      listOf(
        account.tables.subscriptions,
        collection,
        input,
        (found) =>
          (input.customer === undefined || found.customer === input.customer) &&
          (input.price === undefined || found.items.data.some(({ price }) => price.id === input.price)) &&
          (input.created === undefined || input.created(found.created)) &&
          hasStatus(found, input.status),
      ),
  ),
  route('GET', member, {}, (_input, call) => subscriptionOf(call)),
  route('POST', member, update, (input, call) =>
    updateSubscription(call.account, subscriptionOf(call), input),
  ),
  route('DELETE', member, cancelSubscription, (_input, call) => {
    const subscription = subscriptionOf(call);
    // A canceled subscription is gone for the cancel endpoint, though it can still be fetched.
    if (subscription.status === 'canceled') throw noSuchObject('subscription', call.id, 'id', 404);
    endSubscription(call.account, subscription, 'cancellation_requested');
    return subscription;
  }),
  route('POST', `${member}/resume`, resumeSubscription, (input, call) => {
    const subscription = subscriptionOf(call);
    checkPaused(subscription);
    const failure = resume(call.account, subscription);
    if (failure !== undefined && input.payment_behavior === 'resume_on_payment_success')
      subscription.status = 'paused';
    return subscription;
  }),
];

function subscriptionOf({ account, id }: Call): WireSubscription {
  return find(account.tables.subscriptions, 'subscription', id);
}

function checkPaused({ status }: WireSubscription): void {
  if (status === 'paused') return;
  throw wrongState(`This subscription cannot be resumed because it has a status of ${status}, not paused.`);
}

function hasStatus({ status }: WireSubscription, wanted: string | undefined): boolean {
  if (wanted === undefined) return status !== 'canceled';
  if (wanted === 'all') return true;
  return wanted === 'ended' ? ['canceled', 'incomplete_expired'].includes(status) : status === wanted;
}
