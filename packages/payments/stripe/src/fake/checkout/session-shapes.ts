import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import type { WireLineItem, WirePrice } from '../protocol/wire.ts';

interface SessionSeed {
  readonly mode: 'payment' | 'setup' | 'subscription';
  readonly total: number | null;
  readonly currency: string | null;
  readonly expiresAt: number;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly customer: string | null;
  readonly customerEmail: string | null;
  readonly customerCreation: string | null;
  readonly reference: string | null;
  readonly metadata: Record<string, string>;
  readonly allowedTypes: string[] | null;
}

export function newSession(
  account: Account,
  seed: SessionSeed,
  id = account.id('cs_test'),
): Stripe.Checkout.Session {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: seed.allowedTypes,
    amount_subtotal: seed.total,
    amount_total: seed.total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: seed.cancelUrl,
    client_reference_id: seed.reference,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: account.now(),
    currency: seed.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: seed.customer,
    customer_account: null,
    customer_creation: seed.customerCreation,
    customer_details: null,
    customer_email: seed.customerEmail,
    discounts: [],
    expires_at: seed.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: seed.metadata,
    mode: seed.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: seed.mode === 'payment' ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'link'],
    payment_status: seed.mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: seed.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${account.request?.origin ?? ''}/c/pay/${id}`,
    wallet_options: null,
  };
}

export function newLineItem(
  account: Account,
  price: WirePrice,
  quantity: number,
  description: string,
): WireLineItem {
  const total = (price.unit_amount ?? 0) * quantity;
  return {
    id: account.id('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description,
    metadata: {},
    price,
    quantity,
  };
}
