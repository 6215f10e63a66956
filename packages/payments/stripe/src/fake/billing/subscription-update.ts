import type { Account } from '../account.ts';
import { mergeMetadata } from '../account.ts';
import { noSuchObject, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import type { WireSubscription } from '../protocol/wire.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import type { ItemInput } from './subscription-checks.ts';
import { checkAttached, recurringPrice, setSettings } from './subscription-checks.ts';
import type { ItemChange } from './subscription-flow.ts';
import { advance, changeItems } from './subscription-flow.ts';
import type { updateSubscription as update } from './subscription-params.ts';
import { newItem } from './subscription-shapes.ts';

export function updateSubscription(
  account: Account,
  subscription: WireSubscription,
  input: Input<typeof update>,
): WireSubscription {
  checkUpdatable(subscription, input);
  const changes = (input.items ?? []).map((item, index) =>
    changeOf(account, subscription, item, `items[${index}]`),
  );
  const before = snapshot(subscription);
  if (input.default_payment_method !== undefined) {
    checkAttached(account, input.default_payment_method, idOf(subscription.customer) ?? '');
    subscription.default_payment_method = input.default_payment_method;
  }
  subscription.metadata = mergeMetadata(subscription.metadata, input.metadata);
  setSettings(subscription, input);
  setCancellation(account, subscription, input.cancel_at_period_end);
  setPause(subscription, input.pause_collection);
  if (input.trial_end === 'now' && subscription.status === 'trialing') advance(account, subscription);
  const failure = changeItems(
    account,
    subscription,
    changes,
    input.proration_behavior ?? 'create_prorations',
  );
  if (failure !== undefined && input.payment_behavior === 'error_if_incomplete') {
    Object.assign(subscription, before);
    throw failure;
  }
  account.emit('customer.subscription.updated', subscription, before);
  return subscription;
}

function checkUpdatable({ status }: WireSubscription, input: Input<typeof update>): void {
  const free = ['metadata', 'cancellation_details'];
  const fixed = Object.entries(input).some(([name, value]) => value !== undefined && !free.includes(name));
  if (['canceled', 'incomplete_expired'].includes(status) && fixed) {
    throw wrongState('A canceled subscription can only update its cancellation_details and metadata.');
  }
}

function setPause(subscription: WireSubscription, wanted: Input<typeof update>['pause_collection']): void {
  if (wanted === undefined) return;
  subscription.pause_collection = wanted && {
    behavior: wanted.behavior,
    resumes_at: wanted.resumes_at ?? null,
  };
}

function setCancellation(
  account: Account,
  subscription: WireSubscription,
  atPeriodEnd: boolean | undefined,
): void {
  if (atPeriodEnd === undefined) return;
  subscription.cancel_at_period_end = atPeriodEnd;
  subscription.canceled_at = atPeriodEnd ? account.now() : null;
  subscription.cancel_at = atPeriodEnd ? (subscription.items.data[0]?.current_period_end ?? null) : null;
}

function changeOf(
  account: Account,
  subscription: WireSubscription,
  input: ItemInput,
  at: string,
): ItemChange {
  const found = subscription.items.data.find(({ id }) => id === input.id);
  if (input.id !== undefined && found === undefined)
    throw noSuchObject('subscription item', input.id, `${at}[id]`);
  const repriced = input.price !== undefined || input.price_data !== undefined;
  const price = found !== undefined && !repriced ? found.price : recurringPrice(account, input, at);
  const quantity = input.quantity ?? found?.quantity ?? 1;
  return {
    item: found ?? newItem(account, subscription.id, price, quantity),
    price,
    quantity,
    added: found === undefined,
    removed: input.deleted === true,
  };
}
