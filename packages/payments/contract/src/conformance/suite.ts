import { adjustCases, cancelCases, captureCases } from './contract/capture.ts';
import { checkoutCases, checkoutLifeCases } from './contract/checkout.ts';
import { confirmCases } from './contract/confirm.ts';
import { createCases } from './contract/create.ts';
import { createFieldCases } from './contract/create-fields.ts';
import { customerCases } from './contract/customers.ts';
import { disputeCases } from './contract/disputes.ts';
import { generatedContractCases } from './contract/generated.ts';
import { idempotencyCases } from './contract/idempotency.ts';
import { integrationCases } from './contract/integration.ts';
import { methodCases } from './contract/methods.ts';
import { mismatchCases } from './contract/mismatch.ts';
import { getCases, listCases } from './contract/read.ts';
import { refundCases, refundReadCases } from './contract/refunds.ts';
import { subscriptionLifeCases } from './contract/subscription-life.ts';
import { subscriptionCases } from './contract/subscriptions.ts';
import { generatedErrorCases } from './errors/generated.ts';
import { amountErrorCases, refundErrorCases } from './errors/refunds.ts';
import { stateErrorCases } from './errors/states.ts';
import type { PaymentsCase } from './harness.ts';
import { moneyCases } from './money.ts';
import { redactionCases } from './redaction.ts';
import { abortCases, abortReadCases } from './resilience/abort.ts';
import { breakerCases, checkCases } from './resilience/check.ts';
import { faultCases, replayCases } from './resilience/generated.ts';
import { deadlineCases, retryAfterCases } from './resilience/time.ts';
import { unsupportedCases } from './unsupported.ts';
import { webhookEventFormCases } from './webhooks/event-form.ts';
import { webhookEventCases } from './webhooks/events.ts';
import { webhookVerifyCases } from './webhooks/verify.ts';

/** Every case of the category but the business scenarios. */
export const paymentsCases: readonly PaymentsCase[] = [
  createCases,
  createFieldCases,
  idempotencyCases,
  mismatchCases,
  generatedContractCases,
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
  integrationCases,
  unsupportedCases,
  generatedErrorCases,
  stateErrorCases,
  refundErrorCases,
  amountErrorCases,
  faultCases,
  replayCases,
  retryAfterCases,
  deadlineCases,
  abortCases,
  abortReadCases,
  checkCases,
  breakerCases,
  redactionCases,
  webhookVerifyCases,
  webhookEventCases,
  webhookEventFormCases,
  moneyCases,
].flat();
