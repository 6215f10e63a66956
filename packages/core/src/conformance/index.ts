export { assert, assertEqual, assertOneOf, CaseFailure, fieldsOf } from './assert.ts';
export {
  assertError,
  assertMentions,
  describeError,
  type ExpectedError,
  type Reasons,
} from './error-form.ts';
export { type Ending, type FaultName, type FaultRow, faultTable } from './fault-table.ts';
export type {
  BaseSubject,
  ConformanceCase,
  Harness,
  MovableClock,
  Planted,
  SettledCall,
  StartOptions,
} from './harness.ts';
export { type Printed, printedForms } from './printed.ts';
export { type InputOf, invoke, methodOf, type Recipe, type Recipes } from './recipe.ts';
export { assertExemptions, runConformance, type TestRunner } from './register.ts';
export { Scene } from './scene.ts';
export {
  type CaseRow,
  defineSuite,
  type Effects,
  type Examples,
  type Needs,
  type Suite,
  type SuiteDefinition,
  type TraitCall,
} from './suite.ts';
export { exemptionOf, isExempt, isMatch, runExempt } from './to-cases.ts';
export type { WebhookSource, WebhookTrial } from './webhooks/trial.ts';
export { webhookRows } from './webhooks/webhook-rows.ts';
export {
  isReading,
  type RetryAfterForm,
  type VendorFault,
  type Wire,
  type WireFault,
  type WireHandler,
  type WireRequest,
} from './wire.ts';
