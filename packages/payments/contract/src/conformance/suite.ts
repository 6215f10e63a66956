import { adjustCases, cancelCases, captureCases } from './contract/capture.ts';
import { checkoutCases, checkoutLifeCases } from './contract/checkout.ts';
import { confirmCases } from './contract/confirm.ts';
import { createCases } from './contract/create.ts';
import { createFieldCases } from './contract/create-fields.ts';
import { customerCases } from './contract/customers.ts';
import { disputeCases } from './contract/disputes.ts';
import { idempotencyCases } from './contract/idempotency.ts';
import { methodCases } from './contract/methods.ts';
import { mismatchCases } from './contract/mismatch.ts';
import { getCases, listCases } from './contract/read.ts';
import { reconcileCases } from './contract/reconcile.ts';
import { refundCases, refundReadCases } from './contract/refunds.ts';
import { settleCases } from './contract/settle.ts';
import { subscriptionLifeCases } from './contract/subscription-life.ts';
import { subscriptionCases } from './contract/subscriptions.ts';
import { toldFieldCases } from './contract/told-fields.ts';
import { suite } from './define.ts';
import { amountErrorCases, refundErrorCases } from './errors/refunds.ts';
import { stateErrorCases } from './errors/states.ts';
import type { PaymentsCase } from './harness.ts';
import { moneyCases } from './money.ts';
import { lostAnswerCases } from './resilience/lost-answers.ts';
import { refusalCases } from './resilience/refusals.ts';
import { webhookEventFormCases } from './webhooks/event-form.ts';
import { webhookEventCases } from './webhooks/events.ts';
import { webhookSettlingCases } from './webhooks/settling.ts';
import { webhookVerifyCases } from './webhooks/verify.ts';

/** Every case of the category but the business scenarios. */
export const paymentsCases: readonly PaymentsCase[] = [
  suite.generated,
  createCases,
  createFieldCases,
  toldFieldCases,
  idempotencyCases,
  mismatchCases,
  confirmCases,
  captureCases,
  cancelCases,
  adjustCases,
  getCases,
  listCases,
  refundCases,
  refundReadCases,
  customerCases,
  methodCases,
  checkoutCases,
  checkoutLifeCases,
  subscriptionCases,
  subscriptionLifeCases,
  disputeCases,
  settleCases,
  reconcileCases,
  stateErrorCases,
  refundErrorCases,
  amountErrorCases,
  refusalCases,
  lostAnswerCases,
  webhookVerifyCases,
  webhookEventCases,
  webhookEventFormCases,
  webhookSettlingCases,
  moneyCases,
].flat();
