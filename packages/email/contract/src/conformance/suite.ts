import { attachmentCases } from './contract/attachments.ts';
import { idempotencyCases } from './contract/idempotency.ts';
import { ledgerCases } from './contract/ledger.ts';
import { manyCases } from './contract/many.ts';
import { pageCases } from './contract/pages.ts';
import { receiptCases } from './contract/receipts.ts';
import { reconcileCases } from './contract/reconcile.ts';
import { scheduleCases } from './contract/schedule.ts';
import { sendCases } from './contract/send.ts';
import { sendOptionCases } from './contract/send-options.ts';
import { suppressionChangeCases, suppressionReadCases } from './contract/suppressions.ts';
import { suite } from './define.ts';
import { injectionCases } from './errors/injection.ts';
import { limitCases } from './errors/limits.ts';
import { refusalCases } from './errors/refusals.ts';
import { validationCases } from './errors/validation.ts';
import type { EmailCase } from './harness.ts';
import { webhookEventFormCases } from './webhooks/event-form.ts';
import { webhookEventCases } from './webhooks/events.ts';
import { inboundCases } from './webhooks/inbound.ts';
import { webhookKeyCases } from './webhooks/keys.ts';
import { webhookVerifyCases } from './webhooks/verify.ts';

/** Every case of the category but the business scenarios. */
export const emailCases: readonly EmailCase[] = [
  suite.generated,
  sendCases,
  sendOptionCases,
  attachmentCases,
  receiptCases,
  idempotencyCases,
  reconcileCases,
  ledgerCases,
  manyCases,
  scheduleCases,
  suppressionReadCases,
  suppressionChangeCases,
  pageCases,
  validationCases,
  injectionCases,
  limitCases,
  refusalCases,
  webhookVerifyCases,
  webhookEventCases,
  webhookEventFormCases,
  webhookKeyCases,
  inboundCases,
].flat();
