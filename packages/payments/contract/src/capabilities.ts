import type { Capabilities } from '@patchbay/core';
import type { PaymentsApi } from './api.ts';
import type { CurrencyRules } from './money.ts';

/** What a provider can do within an operation. */
export type PaymentsTrait =
  | 'capture.manual'
  | 'capture.partial'
  | 'capture.multiple'
  | 'refund.partial'
  | 'payment.without_confirm'
  | 'payment.off_session'
  | 'checkout.subscription'
  | 'checkout.setup'
  | 'subscription.trial'
  | 'subscription.proration'
  | 'subscription.cancel_at_period_end'
  | 'metadata'
  | 'webhooks';

/** What one provider can do: an `as const satisfies PaymentsCapabilities` object per adapter. */
export interface PaymentsCapabilities extends Capabilities<PaymentsApi> {
  readonly traits: Readonly<Record<PaymentsTrait, boolean>>;
  /** Which currencies it takes, and how it counts them. */
  readonly currencies: CurrencyRules;
}
