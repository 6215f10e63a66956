import { type Attempt, type Call, DriverFailure } from '@patchbay/core';
import type { Money } from '@patchbay/payments';
import type Stripe from 'stripe';
import { withAttempt } from '../client.ts';
import { isRefusal } from '../errors/failure.ts';
import { fromPaymentIntent } from '../response/payment.ts';

/** A decline is a result: Stripe sends the failed payment with its refusal. */
export async function orDeclinedPayment(
  answer: Promise<Stripe.PaymentIntent>,
  attempt: Attempt,
): Promise<Stripe.PaymentIntent> {
  return answer.catch((thrown: unknown) => {
    if (!isRefusal(thrown) || thrown.statusCode !== 402 || thrown.payment_intent === undefined) throw thrown;
    attempt.acceptRefusal();
    return thrown.payment_intent;
  });
}

/** The same for saving a payment method. */
export async function orDeclinedSetup(
  answer: Promise<Stripe.SetupIntent>,
  attempt: Attempt,
): Promise<Stripe.SetupIntent> {
  return answer.catch((thrown: unknown) => {
    if (!isRefusal(thrown) || thrown.statusCode !== 402 || thrown.setup_intent === undefined) throw thrown;
    attempt.acceptRefusal();
    return thrown.setup_intent;
  });
}

/** What was asked for is so already: Stripe refuses, and sends the payment as it is. */
export async function orDoneBefore(
  answer: Promise<Stripe.PaymentIntent>,
  attempt: Attempt,
  isDone: (intent: Stripe.PaymentIntent) => boolean,
): Promise<Stripe.PaymentIntent> {
  return answer.catch((thrown: unknown) => {
    if (!isRefusal(thrown) || thrown.payment_intent === undefined || !isDone(thrown.payment_intent))
      throw thrown;
    attempt.acceptRefusal();
    return thrown.payment_intent;
  });
}

/**
 * Stripe takes captures, refunds and increments as bare numbers: in another currency they would be other amounts.
 * @throws `DriverFailure` `invalid_request`
 */
export async function assertCurrency(
  paymentIntents: Stripe['paymentIntents'],
  id: string,
  amount: Money | undefined,
  call: Call,
): Promise<void> {
  if (amount === undefined) return;
  const { currency } = await call.step(
    'read',
    'safe',
    async (attempt) => fromPaymentIntent(await paymentIntents.retrieve(id, {}, withAttempt(attempt))).amount,
  );
  if (currency === amount.currency) return;
  const message = `The payment is in ${currency}, not in ${amount.currency}.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}
