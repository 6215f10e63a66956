export type {
  AcceptedMail,
  AnyEmail,
  ArrivedMail,
  EmailCase,
  EmailFixtures,
  EmailHarness,
  EmailSubject,
  Happening,
  Mailbox,
} from './harness.ts';
export { runEmailConformance } from './run.ts';
export { emailScenarios } from './scenarios.ts';
export { emailCases } from './suite.ts';
