import { priceData } from '../billing/catalog.ts';
import { currency } from '../payments/money.ts';
import { cardOptions } from '../payments/payment-params.ts';
import { exclusiveParameters, invalidRequest, missingParameter } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import {
  integer,
  list,
  metadata,
  object,
  oneOf,
  required,
  text,
  unsimulated,
  url,
} from '../protocol/fields.ts';

export type SessionInput = Input<typeof createSession>;

export const createSession = {
  allowed_payment_method_types: list(text()),
  cancel_url: url(),
  client_reference_id: text(200),
  currency: currency(),
  customer: text(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: text(800),
  expires_at: integer(0),
  line_items: list(
    object({
      price: text(),
      price_data: priceData,
      quantity: integer(1),
      ...unsimulated('adjustable_quantity', 'dynamic_tax_rates', 'tax_rates', 'metadata'),
    }),
  ),
  locale: text(),
  metadata: metadata(),
  mode: required(oneOf('payment', 'setup', 'subscription')),
  payment_intent_data: object({
    capture_method: oneOf('automatic', 'automatic_async', 'manual'),
    description: text(1000),
    metadata: metadata(),
    setup_future_usage: oneOf('off_session', 'on_session'),
    ...unsimulated(
      'application_fee_amount',
      'on_behalf_of',
      'receipt_email',
      'shipping',
      'statement_descriptor',
      'statement_descriptor_suffix',
      'transfer_data',
      'transfer_group',
    ),
  }),
  payment_method_options: cardOptions,
  setup_intent_data: object({
    description: text(1000),
    metadata: metadata(),
    ...unsimulated('on_behalf_of'),
  }),
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: object({
    description: text(500),
    metadata: metadata(),
    trial_period_days: integer(1, 730),
    ...unsimulated(
      'billing_cycle_anchor',
      'billing_mode',
      'invoice_settings',
      'proration_behavior',
      'trial_end',
      'trial_settings',
    ),
  }),
  success_url: url(),
  ui_mode: oneOf('hosted_page'),
  ...unsimulated(
    'adaptive_pricing',
    'after_expiration',
    'allow_promotion_codes',
    'automatic_tax',
    'billing_address_collection',
    'branding_settings',
    'consent_collection',
    'custom_fields',
    'custom_text',
    'customer_account',
    'customer_update',
    'discounts',
    'excluded_payment_method_types',
    'invoice_creation',
    'optional_items',
    'payment_method_collection',
    'payment_method_configuration',
    'phone_number_collection',
    'return_url',
    'redirect_on_completion',
    'saved_payment_method_options',
    'shipping_address_collection',
    'shipping_options',
    'tax_id_collection',
    'wallet_options',
  ),
};

const halfHour = 30 * 60;
const day = 24 * 60 * 60;

/** Where each of these parameters belongs: https://docs.stripe.com/api/checkout/sessions/create (2026-11-22). */
const modesOf = {
  line_items: ['payment', 'subscription'],
  payment_intent_data: ['payment'],
  setup_intent_data: ['setup'],
  subscription_data: ['subscription'],
  customer_creation: ['payment', 'setup'],
} as const satisfies Partial<Record<keyof SessionInput, readonly SessionInput['mode'][]>>;

/** The rules that need more than one parameter. */
export function checkSession(input: SessionInput): void {
  const { mode } = input;
  for (const [param, modes] of Object.entries(modesOf)) {
    const given = Reflect.get(input, param) !== undefined;
    if (given && !modes.some((allowed) => allowed === mode)) {
      throw invalidRequest(`You can not pass \`${param}\` in \`${mode}\` mode.`, { param });
    }
  }
  if (mode !== 'setup' && (input.line_items ?? []).length === 0) throw missingParameter('line_items');
  // Required in `setup` mode when `allowed_payment_method_types` is not set (types of stripe 23, SessionCreateParams).
  if (mode === 'setup' && (input.currency ?? input.allowed_payment_method_types) === undefined) {
    throw missingParameter('currency');
  }
  if (input.success_url === undefined) throw missingParameter('success_url');
  if (input.customer !== undefined && input.customer_email !== undefined) {
    throw exclusiveParameters('customer', 'customer_email');
  }
}

/** When a session ends: half an hour to a day from now. */
export function expiryOf(now: number, wanted: number | undefined): number {
  if (wanted === undefined) return now + day;
  if (wanted < now + halfHour) {
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      { param: 'expires_at' },
    );
  }
  if (wanted > now + day) {
    throw invalidRequest(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
  }
  return wanted;
}
