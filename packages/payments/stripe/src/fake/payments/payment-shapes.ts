import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import type { TestMethod } from './cards.ts';

interface IntentSeed {
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod: string;
  readonly customer: string | null;
  readonly description?: string | null;
  readonly metadata: Record<string, string>;
  readonly methodTypes: string[];
  readonly allowedTypes?: string[] | null;
  readonly automatic?: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  readonly setupFutureUsage: string | null;
  readonly cardOptions?: Stripe.PaymentIntent.PaymentMethodOptions.Card | undefined;
}

/** A new payment intent, before anything was tried. */
export function newIntent(account: Account, seed: IntentSeed, id = account.id('pi')): Stripe.PaymentIntent {
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: seed.allowedTypes ?? null,
    amount: seed.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: seed.automatic ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: seed.captureMethod,
    client_secret: `${id}_secret_${account.id('s').slice(2)}`,
    confirmation_method: 'automatic',
    created: account.now(),
    currency: seed.currency,
    customer: seed.customer,
    customer_account: null,
    description: seed.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: seed.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: seed.cardOptions ? { card: seed.cardOptions } : {},
    payment_method_types: seed.methodTypes,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: seed.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
}

/** A charge for an intent; `status` and amounts are the caller's to set. */
export function newCharge(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.Charge {
  return {
    id: account.id('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'PATCHBAY FAKE',
    captured: false,
    created: account.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(intent, method),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
}

/** The bank's words about a charge: https://docs.stripe.com/api/charges/object#charge_object-outcome */
export function outcomeOf(method: TestMethod | undefined, failed: boolean): Stripe.Charge.Outcome {
  const decline = failed ? method?.decline : undefined;
  return {
    advice_code: decline?.advice ?? null,
    network_advice_code: null,
    network_decline_code: failed ? '05' : null,
    network_status: failed ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.declineCode ?? null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: failed
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: failed ? 'issuer_declined' : 'authorized',
  };
}

function methodDetails(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.Charge.PaymentMethodDetails {
  const { card } = method;
  if (card === undefined) return { type: method.type };
  const multicapture = intent.payment_method_options?.card?.request_multicapture === 'if_available';
  const incremental =
    intent.payment_method_options?.card?.request_incremental_authorization === 'if_available';
  return {
    type: 'card',
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      incremental_authorization: { status: incremental ? 'available' : 'unavailable' },
      installments: null,
      last4: card.last4,
      mandate: null,
      multicapture: { status: multicapture ? 'available' : 'unavailable' },
      network: card.brand,
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
