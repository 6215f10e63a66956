export type {
  AnyPayments,
  Books,
  Payer,
  PaymentsCase,
  PaymentsFixtures,
  PaymentsHarness,
  PaymentsSubject,
  RareMethod,
} from './harness.ts';
export { runPaymentsConformance } from './run.ts';
export { paymentsScenarios } from './scenarios.ts';
export { paymentsCases } from './suite.ts';
