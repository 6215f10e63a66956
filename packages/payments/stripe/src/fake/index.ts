export { stripeFake } from './fake.ts';
export type { RejectionRequest, RejectionRow } from './rejections.ts';
export { stripeRejections } from './rejections.ts';
export type {
  FakeFailure,
  LedgerCharge,
  LedgerEffect,
  LedgerPayment,
  LedgerRefund,
  LedgerTotals,
  LoggedRequest,
  ReadonlyLedgerView,
  SignOptions,
  StripeFake,
  StripeFakeOptions,
  WebhookDelivery,
} from './types.ts';
