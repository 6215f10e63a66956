import {
  boolean,
  clearable,
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
import { amount, currency } from './money.ts';

// The parameters of API version 2026-10-28.endive, as stripe@23.1.0 types them
// (esm/resources/PaymentIntents.d.ts). `payment_method_types` left the API with stripe 23.0.0.

export const cardOptions = object({
  card: object({
    request_multicapture: oneOf('if_available', 'never'),
    request_incremental_authorization: oneOf('if_available', 'never'),
    ...unsimulated(
      'capture_method',
      'request_extended_authorization',
      'request_overcapture',
      'request_three_d_secure',
    ),
  }),
});
const mandateData = object({
  customer_acceptance: required(
    object({
      type: required(oneOf('online', 'offline')),
      accepted_at: integer(),
      online: object({ ip_address: required(text()), user_agent: required(text()) }),
      offline: clearable(text()),
    }),
  ),
});
const offSession = oneOf('true', 'false', 'one_off', 'recurring');
const captureMethod = oneOf('automatic', 'automatic_async', 'manual');
const usage = oneOf('off_session', 'on_session');
const described = { description: clearable(text()), metadata: metadata() };
const printed = ['receipt_email', 'shipping', 'statement_descriptor', 'statement_descriptor_suffix'] as const;
const connect = [
  'application_fee_amount',
  'transfer_data',
  'transfer_group',
  'hooks',
  'payment_details',
  'amount_details',
] as const;
const unusual = [
  'confirmation_token',
  'payment_method_data',
  'radar_options',
  'excluded_payment_method_types',
] as const;

export const createIntent = {
  amount: required(amount()),
  currency: required(currency()),
  allowed_payment_method_types: list(text()),
  automatic_payment_methods: object({
    enabled: required(boolean()),
    allow_redirects: oneOf('always', 'never'),
  }),
  capture_method: captureMethod,
  confirm: boolean(),
  confirmation_method: oneOf('automatic', 'manual'),
  customer: text(),
  error_on_requires_action: boolean(),
  mandate_data: mandateData,
  off_session: offSession,
  payment_method: text(),
  payment_method_options: cardOptions,
  return_url: url(),
  setup_future_usage: usage,
  use_stripe_sdk: boolean(),
  ...described,
  ...unsimulated(
    ...connect,
    ...printed,
    ...unusual,
    'customer_account',
    'mandate',
    'on_behalf_of',
    'payment_method_configuration',
  ),
};

export const updateIntent = {
  amount: amount(),
  currency: currency(),
  capture_method: captureMethod,
  customer: text(),
  payment_method: text(),
  payment_method_options: cardOptions,
  setup_future_usage: clearable(usage),
  ...described,
  ...unsimulated(
    ...connect,
    ...printed,
    ...unusual,
    'allowed_payment_method_types',
    'customer_account',
    'payment_method_configuration',
  ),
};

export const confirmIntent = {
  capture_method: captureMethod,
  error_on_requires_action: boolean(),
  mandate_data: mandateData,
  off_session: offSession,
  payment_method: text(),
  payment_method_options: cardOptions,
  return_url: url(),
  setup_future_usage: clearable(usage),
  use_stripe_sdk: boolean(),
  ...unsimulated(
    ...unusual,
    'receipt_email',
    'shipping',
    'allowed_payment_method_types',
    'amount_details',
    'amount_to_confirm',
    'hooks',
    'mandate',
    'payment_details',
  ),
};

export const captureIntent = {
  amount_to_capture: amount(),
  final_capture: boolean(),
  metadata: metadata(),
  ...unsimulated(
    'statement_descriptor',
    'statement_descriptor_suffix',
    'amount_details',
    'application_fee_amount',
    'hooks',
    'payment_details',
    'transfer_data',
  ),
};

export const cancelIntent = {
  cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
};

export const incrementIntent = {
  amount: required(amount()),
  description: text(),
  metadata: metadata(),
  ...unsimulated(
    'statement_descriptor',
    'amount_details',
    'application_fee_amount',
    'hooks',
    'payment_details',
    'transfer_data',
  ),
};
