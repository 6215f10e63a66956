import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { invalidRequest, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import { checkUsable } from './methods.ts';
import type { createIntent } from './payment-params.ts';

export interface ConfirmInput {
  readonly off_session: string | undefined;
  readonly return_url: string | undefined;
  readonly error_on_requires_action: boolean | undefined;
}

/** Parameters that the types document as "can only be used with confirm=true". */
export function checkConfirmOnly(input: Input<typeof createIntent>): void {
  if (input.confirm === true) return;
  for (const param of ['off_session', 'return_url', 'error_on_requires_action', 'mandate_data'] as const) {
    if (input[param] === undefined) continue;
    throw invalidRequest(`The parameter \`${param}\` cannot be passed unless \`confirm\` is set to true.`, {
      param,
    });
  }
}

export function checkMayConfirm(intent: Stripe.PaymentIntent): void {
  const details = { code: 'payment_intent_unexpected_state', payment_intent: snapshot(intent) };
  if (intent.status === 'succeeded') {
    throw wrongState(
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
      details,
    );
  }
  const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
  if (open.includes(intent.status)) return;
  throw wrongState(
    `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${open.join(', ')}.`,
    details,
  );
}

export function checkConfirmable(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod | undefined,
  input: ConfirmInput,
): void {
  if (method === undefined) {
    throw wrongState(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state', payment_intent: snapshot(intent) },
    );
  }
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && input.return_url === undefined) {
    throw invalidRequest(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    );
  }
  if (isOffSession(input) && intent.setup_future_usage !== null) {
    throw invalidRequest(
      'You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set on the PaymentIntent because you cannot set up future usages when processing payments off-session.',
      { param: 'off_session' },
    );
  }
}

/** Gives an intent its payment method, if it may have that one. */
export function useMethod(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  checkUsable(account, method, idOf(intent.customer) ?? null);
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Its payment method types are: ${intent.payment_method_types.join(', ')}.`,
      { code: 'payment_intent_incompatible_payment_method', param: 'payment_method' },
    );
  }
  intent.payment_method = method.id;
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation';
}

export function isOffSession(input: ConfirmInput): boolean {
  return input.off_session !== undefined && input.off_session !== 'false';
}
