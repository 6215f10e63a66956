export type { AnyState, StateCase, StateHarness, StateSubject } from './harness.ts';
export { runStateConformance } from './run.ts';
export { stateScenarios } from './scenarios.ts';
export { stateCases } from './suite.ts';
