import { amountsRejections } from './rejections/amounts.ts';
import { billingRejections } from './rejections/billing.ts';
import { checkoutRejections } from './rejections/checkout.ts';
import { customersRejections } from './rejections/customers.ts';
import { declinesRejections } from './rejections/declines.ts';
import { idempotencyRejections } from './rejections/idempotency.ts';
import { paymentsRejections } from './rejections/payments.ts';
import { protocolRejections } from './rejections/protocol.ts';
import { refundsRejections } from './rejections/refunds.ts';
import type { RejectionRow } from './rejections/row.ts';
import { settlementRejections } from './rejections/settlement.ts';

export type { RejectionRequest, RejectionRow } from './rejections/row.ts';

/** Every request that the fake promises to reject, with its source. One row is one test. */
export const stripeRejections: readonly RejectionRow[] = [
  ...protocolRejections,
  ...idempotencyRejections,
  ...amountsRejections,
  ...paymentsRejections,
  ...settlementRejections,
  ...declinesRejections,
  ...refundsRejections,
  ...customersRejections,
  ...checkoutRejections,
  ...billingRejections,
];
