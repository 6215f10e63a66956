export type {
  AnyAuth,
  AuthCase,
  AuthFixtures,
  AuthHarness,
  AuthSubject,
  Person,
  PersonName,
  Somebody,
} from './harness.ts';
export { runAuthConformance } from './run.ts';
export { authScenarios } from './scenarios.ts';
export { authCases } from './suite.ts';
