import type { Attempt, Driver } from '@patchbay/core';
import type { PaymentsApi } from '@patchbay/payments';
import type Stripe from 'stripe';
import type { capabilities } from '../capabilities.ts';
import { withAttempt } from '../client.ts';
import { refundRefused, stateRefused } from '../errors/failure.ts';
import { toCheckoutSession } from '../request/checkout.ts';
import { toCustomer, toEvidence, toSetupIntent } from '../request/customer.ts';
import * as request from '../request/payment.ts';
import {
  toChange,
  toCollecting,
  toLastPeriod,
  toPause,
  toSubscription,
  toSubscriptionQuery,
} from '../request/subscription.ts';
import { fromCheckoutSession, fromSubscription } from '../response/checkout.ts';
import { fromCustomer, fromPaymentMethod, fromSetupIntent } from '../response/customer.ts';
import { fromDispute, fromPaymentIntent, fromRefund } from '../response/payment.ts';
import { expectObject, fromList } from '../response/shared.ts';
import { deleteCustomer } from './customers.ts';
import { reconcile } from './reconcile.ts';
import { assertCurrency, orDeclinedPayment, orDeclinedSetup, orDoneBefore } from './results.ts';
import {
  endSubscription,
  readSubscription,
  resumeSubscription,
  updateSubscription,
} from './subscriptions.ts';

/** Stripe's calls, operation by operation. */
export function driver({
  paymentIntents,
  refunds,
  customers,
  setupIntents,
  paymentMethods,
  checkout: { sessions },
  subscriptions,
  disputes,
}: Stripe): Driver<PaymentsApi, typeof capabilities> {
  return {
    create: async (input, call) => {
      const answer = paymentIntents.create(
        request.toPaymentIntent(input, call.idempotencyKey),
        withAttempt(call),
      );
      return fromPaymentIntent(await orDeclinedPayment(answer, call));
    },
    confirm: async (input, call) => {
      const answer = paymentIntents.confirm(input.id, request.toConfirmation(input), withAttempt(call));
      return fromPaymentIntent(await orDeclinedPayment(answer, call));
    },
    capture: async (input, call) => {
      const parameters = request.toCapture(input);
      const isDone = (intent: Stripe.PaymentIntent): boolean =>
        intent.status === 'succeeded' &&
        intent.amount_received === (parameters.amount_to_capture ?? intent.amount);
      await assertCurrency(paymentIntents, input.id, input.amount, call);
      const capture = (attempt: Attempt) =>
        paymentIntents.capture(input.id, parameters, withAttempt(attempt));
      return call.step('capture', 'keyed', async (attempt) =>
        fromPaymentIntent(await orDoneBefore(capture(attempt), attempt, isDone)),
      );
    },
    cancel: async (input, call) => {
      const answer = paymentIntents.cancel(input.id, request.toCancellation(input), withAttempt(call));
      return fromPaymentIntent(await orDoneBefore(answer, call, ({ status }) => status === 'canceled'));
    },
    get: async ({ id }, call) =>
      fromPaymentIntent(await paymentIntents.retrieve(id, request.withCharge, withAttempt(call))),
    list: async (input, call) =>
      fromList(
        await paymentIntents.list(request.toPaymentQuery(input, call), withAttempt(call)),
        fromPaymentIntent,
      ),
    adjust: async (input, call) => {
      const parameters = request.toIncrement(input);
      await assertCurrency(paymentIntents, input.id, input.amount, call);
      return call.step('increment', 'keyed', async (attempt) =>
        fromPaymentIntent(
          await paymentIntents.incrementAuthorization(input.id, parameters, withAttempt(attempt)),
        ),
      );
    },

    reconcile: reconcile({ paymentIntents, refunds, customers, setupIntents, sessions, subscriptions }),

    'refunds.create': async (input, call) => {
      const parameters = request.toRefund(input, call.idempotencyKey);
      await assertCurrency(paymentIntents, input.paymentId, input.amount, call);
      return call.step('refund', 'keyed', async (attempt) =>
        fromRefund(await refunds.create(parameters, withAttempt(attempt)).catch(refundRefused)),
      );
    },
    'refunds.get': async ({ id }, call) => fromRefund(await refunds.retrieve(id, {}, withAttempt(call))),
    'refunds.list': async (input, call) =>
      fromList(await refunds.list(request.toQueryByPayment(input, call), withAttempt(call)), fromRefund),

    'customers.create': async (input, call) =>
      fromCustomer(await customers.create(toCustomer(input, call.idempotencyKey), withAttempt(call))),
    'customers.get': async ({ id }, call) =>
      fromCustomer(await customers.retrieve(id, {}, withAttempt(call))),
    'customers.update': async (input, call) =>
      fromCustomer(await customers.update(input.id, toCustomer(input), withAttempt(call))),
    'customers.delete': ({ id }, call) => deleteCustomer(customers, id, call),

    'methods.setup': async (input, call) => {
      const answer = setupIntents.create(toSetupIntent(input, call.idempotencyKey), withAttempt(call));
      return fromSetupIntent(await orDeclinedSetup(answer, call));
    },
    'methods.getSetup': async ({ id }, call) =>
      fromSetupIntent(await setupIntents.retrieve(id, {}, withAttempt(call))),
    'methods.list': async ({ customerId }, call) =>
      fromList(
        await customers.listPaymentMethods(customerId, request.toPage(call), withAttempt(call)),
        fromPaymentMethod,
      ),
    'methods.detach': async ({ id }, call) => {
      expectObject(
        'payment_method',
        await paymentMethods.detach(id, {}, withAttempt(call)).catch(stateRefused),
      );
    },

    'checkout.create': async (input, call) =>
      fromCheckoutSession(
        await sessions.create(toCheckoutSession(input, call.idempotencyKey), withAttempt(call)),
      ),
    'checkout.get': async ({ id }, call) =>
      fromCheckoutSession(await sessions.retrieve(id, {}, withAttempt(call))),
    'checkout.expire': async ({ id }, call) =>
      fromCheckoutSession(await sessions.expire(id, {}, withAttempt(call)).catch(stateRefused)),

    'subscriptions.create': async (input, call) =>
      fromSubscription(
        await subscriptions.create(toSubscription(input, call.idempotencyKey), withAttempt(call)),
      ),
    'subscriptions.get': async ({ id }, call) =>
      fromSubscription(await subscriptions.retrieve(id, {}, withAttempt(call))),
    'subscriptions.change': async (input, call) => {
      const { items } = await readSubscription(subscriptions, input.id, call);
      return updateSubscription(subscriptions, input.id, toChange(input, items.data), call);
    },
    'subscriptions.cancel': (input, call) =>
      input.when === 'period_end'
        ? updateSubscription(subscriptions, input.id, toLastPeriod(input), call)
        : endSubscription(subscriptions, input, call),
    'subscriptions.pause': async ({ id }, call) =>
      fromSubscription(await subscriptions.update(id, toPause, withAttempt(call)).catch(stateRefused)),
    'subscriptions.resume': async ({ id }, call) => {
      const { status } = await readSubscription(subscriptions, id, call);
      return status === 'paused'
        ? resumeSubscription(subscriptions, id, call)
        : updateSubscription(subscriptions, id, toCollecting, call);
    },
    'subscriptions.list': async (input, call) =>
      fromList(
        await subscriptions.list(toSubscriptionQuery(input, call), withAttempt(call)),
        fromSubscription,
      ),

    'disputes.get': async ({ id }, call) => fromDispute(await disputes.retrieve(id, {}, withAttempt(call))),
    'disputes.list': async (input, call) =>
      fromList(await disputes.list(request.toQueryByPayment(input, call), withAttempt(call)), fromDispute),
    'disputes.submit': async (input, call) =>
      fromDispute(await disputes.update(input.id, toEvidence(input), withAttempt(call)).catch(stateRefused)),
    'disputes.accept': async ({ id }, call) =>
      fromDispute(await disputes.close(id, {}, withAttempt(call)).catch(stateRefused)),
  };
}
