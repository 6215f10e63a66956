import { type PaymentsDriver } from '../broken.ts';
import { drops, outgoing } from '../wire.ts';

const on = 'stripe';
const intents = '/v1/payment_intents';
const subscriptions = '/v1/subscriptions';

/** Fields of an input that never reach the vendor, and amounts that reach it wrong. */
export const fieldDrivers: readonly PaymentsDriver[] = [
  dropped('metadata', intents, ['metadata['], 'contract.create.keeps_the_metadata'),
  dropped('reference', intents, ['metadata[patchbay'], 'contract.create.keeps_the_reference'),
  dropped('customer', intents, ['customer'], 'contract.create.keeps_the_customer'),
  dropped('unknown customer', intents, ['customer'], 'errors.create.unknown_customer'),
  dropped('description', intents, ['description'], 'contract.create.tells_the_description'),
  dropped('manual capture', intents, ['capture_method'], 'contract.create.authorizes_only'),
  dropped('off-session', intents, ['off_session'], 'contract.create.off_session_cannot_ask_the_payer'),
  dropped('saving for later', intents, ['setup_future_usage'], 'contract.create.keeps_the_method_for_later'),
  dropped(
    'use of a saved method',
    intents,
    ['setup_future_usage'],
    'contract.create.tells_what_to_save_the_method_for',
  ),
  dropped('return URL', intents, ['return_url'], 'contract.create.captures_after_authentication'),
  dropped('capture amount', intents, ['amount_to_capture'], 'contract.capture.takes_a_part'),
  dropped('open rest', intents, ['final_capture'], 'contract.capture.keeps_the_rest_open'),
  dropped('reason to cancel', intents, ['cancellation_reason'], 'contract.cancel.tells_the_reason'),
  dropped('refund amount', '/v1/refunds', ['amount'], 'contract.refunds.create.gives_parts_back'),
  dropped('refund metadata', '/v1/refunds', ['metadata'], 'contract.refunds.create.keeps_the_metadata'),
  dropped('refund reason', '/v1/refunds', ['reason'], 'contract.refunds.create.tells_the_reason'),
  dropped('phone', '/v1/customers', ['phone'], 'contract.customers.create.keeps_every_field'),
  dropped(
    'quantity',
    subscriptions,
    ['items[0][quantity]'],
    'contract.subscriptions.create.starts_and_charges',
  ),
  dropped('trial', subscriptions, ['trial_'], 'contract.subscriptions.create.may_begin_with_a_trial'),
  dropped(
    'proration',
    subscriptions,
    ['proration_behavior'],
    'contract.subscriptions.change.charges_the_difference_now',
  ),
  dropped(
    'closing time',
    '/v1/checkout/sessions',
    ['expires_at'],
    'contract.checkout.create.closes_at_its_time',
  ),
  dropped(
    'evidence text',
    '/v1/disputes',
    ['evidence[customer_name'],
    'contract.disputes.submit.sends_evidence',
  ),
  dropped('page size', intents, ['limit'], 'contract.list.pages_by_cursor'),
  dropped('cursor', intents, ['starting_after'], 'contract.list.pages_by_cursor'),
  dropped('customer filter', intents, ['customer'], 'contract.list.filters_by_customer'),
  dropped('time filter', intents, ['created'], 'contract.list.filters_by_time'),
  {
    id: 'unit-hundredfold',
    what: 'counts a currency without decimals in hundredths',
    caughtBy: 'money.create.no_decimals',
    on,
    defect: { planted: amounts('jpy', (amount) => amount * 100) },
  },
  {
    id: 'unit-tenth',
    what: 'counts a currency of three decimals in hundredths',
    caughtBy: 'money.create.three_decimals',
    on,
    defect: { planted: amounts('kwd', (amount) => amount / 10) },
  },
  {
    id: 'iso-unit-of-a-special-currency',
    what: 'sends ISO minor units where the vendor counts otherwise',
    caughtBy: 'money.create.vendor_counts_otherwise',
    on,
    defect: { planted: amounts('isk', (amount) => amount / 100) },
  },
  {
    id: 'always-confirms',
    what: 'charges at once although it was told to wait',
    caughtBy: 'contract.create.waits_for_confirmation',
    on,
    defect: {
      planted: outgoing(({ url, form }) => {
        if (url.pathname === intents && form.has('payment_method')) form.set('confirm', 'true');
      }),
    },
  },
];

function dropped(field: string, path: string, parameters: readonly string[], caughtBy: string): PaymentsDriver {
  return {
    id: `drops-${field.toLowerCase().replaceAll(' ', '-')}`,
    what: `drops a field: ${field}`,
    caughtBy,
    on,
    defect: { planted: drops(path, ...parameters) },
  };
}

function amounts(currency: string, change: (amount: number) => number) {
  return outgoing(({ url, form }) => {
    if (url.pathname !== intents || form.get('currency') !== currency) return;
    form.set('amount', String(change(Number(form.get('amount')))));
  });
}
