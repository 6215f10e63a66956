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
} from '../protocol/fields.ts';
import { priceData } from './catalog.ts';

const item = {
  price: text(),
  price_data: priceData,
  quantity: integer(0),
  ...unsimulated('billing_thresholds', 'current_trial', 'discounts', 'plan', 'tax_rates'),
};
const proration = oneOf('always_invoice', 'create_prorations', 'none');
const anchor = object({ type: required(oneOf('now', 'unchanged')) });
const shared = {
  cancel_at_period_end: boolean(),
  collection_method: oneOf('charge_automatically'),
  default_payment_method: text(),
  description: clearable(text(500)),
  metadata: metadata(),
  off_session: boolean(),
  payment_settings: object({
    save_default_payment_method: oneOf('off', 'on_subscription'),
    ...unsimulated('payment_method_options', 'payment_method_types'),
  }),
  proration_behavior: proration,
  trial_settings: object({
    end_behavior: required(
      object({ missing_payment_method: required(oneOf('cancel', 'create_invoice', 'pause')) }),
    ),
  }),
  ...unsimulated(
    'add_invoice_items',
    'application_fee_percent',
    'automatic_tax',
    'billing_schedules',
    'billing_thresholds',
    'cancel_at',
    'days_until_due',
    'default_source',
    'default_tax_rates',
    'discounts',
    'invoice_settings',
    'on_behalf_of',
    'pending_invoice_item_interval',
    'transfer_data',
    'trial_from_plan',
  ),
};

export const createSubscription = {
  customer: required(text()),
  items: required(list(object({ ...item, metadata: metadata() }))),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ),
  trial_end: text(),
  trial_period_days: integer(0, 730),
  ...shared,
  ...unsimulated(
    'backdate_start_date',
    'billing_cycle_anchor',
    'billing_cycle_anchor_config',
    'billing_mode',
    'currency',
    'customer_account',
  ),
};

export const updateSubscription = {
  cancellation_details: object({ comment: clearable(text()), feedback: clearable(text()) }),
  items: list(
    object({ ...item, id: text(), deleted: boolean(), clear_usage: boolean(), metadata: metadata() }),
  ),
  pause_collection: clearable(
    object({
      behavior: required(oneOf('keep_as_draft', 'mark_uncollectible', 'void')),
      resumes_at: integer(),
    }),
  ),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ),
  trial_end: oneOf('now'),
  ...shared,
  ...unsimulated('billing_cycle_anchor', 'proration_date'),
};

export const cancelSubscription = {
  cancellation_details: object({ comment: clearable(text()), feedback: clearable(text()) }),
  invoice_now: boolean(),
  prorate: boolean(),
};

export const resumeSubscription = {
  billing_cycle_anchor: anchor,
  payment_behavior: oneOf('resume_on_payment_attempt', 'resume_on_payment_success'),
  proration_behavior: proration,
  ...unsimulated('proration_date'),
};
