import type { Account } from '../account.ts';
import { invalidRequest } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import type { WirePrice, WireSubscription } from '../protocol/wire.ts';
import { priceOf } from './catalog.ts';
import type { updateSubscription } from './subscription-params.ts';

export type ItemInput = NonNullable<Input<typeof updateSubscription>['items']>[number];

type Settings = Pick<Input<typeof updateSubscription>, 'description' | 'payment_settings' | 'trial_settings'>;

/** What creating and updating set alike. */
export function setSettings(subscription: WireSubscription, input: Settings): void {
  if (input.description !== undefined) subscription.description = input.description;
  const saving = input.payment_settings?.save_default_payment_method;
  if (saving !== undefined && subscription.payment_settings)
    subscription.payment_settings.save_default_payment_method = saving;
  const behavior = input.trial_settings?.end_behavior.missing_payment_method;
  if (behavior !== undefined && subscription.trial_settings)
    subscription.trial_settings.end_behavior.missing_payment_method = behavior;
}

export function recurringPrice(
  account: Account,
  item: Pick<ItemInput, 'price' | 'price_data'>,
  at: string,
): WirePrice {
  const price = priceOf(account, item, at);
  if (price.type === 'recurring') return price;
  throw invalidRequest(
    'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    { param: `${at}[price]` },
  );
}

/** A default payment method must be attached to the customer. */
export function checkAttached(account: Account, methodId: string, customer: string): void {
  const method = account.tables.paymentMethods.get(methodId);
  if (method?.customer === customer) return;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${methodId}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param: 'default_payment_method' },
  );
}
