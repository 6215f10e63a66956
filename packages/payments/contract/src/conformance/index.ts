export type {
  AnyPayments,
  Books,
  Payer,
  PaymentsCase,
  PaymentsCaseGroup,
  PaymentsFixtures,
  PaymentsHarness,
  PaymentsSubject,
  Planted,
  RetryAfterForm,
  SettledCall,
  StartOptions,
  VendorFault,
  WebhookSource,
  Wire,
  WireFault,
  WireHandler,
  WireRequest,
} from './harness.ts';
export { runPaymentsConformance, type TestRunner } from './register.ts';
export { paymentsScenarios } from './scenarios.ts';
export { paymentsCases } from './suite.ts';
