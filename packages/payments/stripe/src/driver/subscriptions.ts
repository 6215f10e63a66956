import { type Call, IntegrationError } from '@patchbay/core';
import type { CancelSubscription, Subscription } from '@patchbay/payments';
import type Stripe from 'stripe';
import { withAttempt } from '../client.ts';
import { stateRefused } from '../errors/failure.ts';
import { toEnd } from '../request/subscription.ts';
import { fromSubscription } from '../response/checkout.ts';
import { expectObject } from '../response/shared.ts';

type Subscriptions = Stripe['subscriptions'];

/** One request of a composed operation: the subscription as it is. */
export function readSubscription(
  subscriptions: Subscriptions,
  id: string,
  call: Call,
): Promise<Stripe.Subscription> {
  return call.step('read', 'safe', async (attempt) =>
    expectObject('subscription', await subscriptions.retrieve(id, {}, withAttempt(attempt))),
  );
}

/** One request of a composed operation: a change. */
export function updateSubscription(
  subscriptions: Subscriptions,
  id: string,
  parameters: Stripe.SubscriptionUpdateParams,
  call: Call,
): Promise<Subscription> {
  return call.step('update', 'keyed', async (attempt) =>
    fromSubscription(await subscriptions.update(id, parameters, withAttempt(attempt)).catch(stateRefused)),
  );
}

/** For one that Stripe itself paused, at the end of a trial without a payment method. */
export function resumeSubscription(
  subscriptions: Subscriptions,
  id: string,
  call: Call,
): Promise<Subscription> {
  return call.step('resume', 'keyed', async (attempt) =>
    fromSubscription(await subscriptions.resume(id, {}, withAttempt(attempt)).catch(stateRefused)),
  );
}

/** Stripe no longer finds a subscription to end that has ended, also when our own lost try ended it. */
export async function endSubscription(
  subscriptions: Subscriptions,
  input: CancelSubscription,
  call: Call,
): Promise<Subscription> {
  try {
    // Stripe needs no key on a DELETE; it names all tries in the account's log.
    return await call.step('cancel', 'keyed', async (attempt) =>
      fromSubscription(await subscriptions.cancel(input.id, toEnd(input), withAttempt(attempt))),
    );
  } catch (error) {
    if (!IntegrationError.is(error, 'not_found')) throw error;
    const subscription = await readSubscription(subscriptions, input.id, call);
    if (subscription.status !== 'canceled') throw error;
    return fromSubscription(subscription);
  }
}
