import type { JobsCase } from './harness.ts';
import { operationScenarios } from './scenarios/operations.ts';
import { orderScenarios } from './scenarios/orders.ts';

/** Business scenarios in application code that names no provider. */
export const jobsScenarios: readonly JobsCase[] = [orderScenarios, operationScenarios].flat();
