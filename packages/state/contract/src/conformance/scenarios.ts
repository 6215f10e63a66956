import type { StateCase } from './harness.ts';
import { eventScenarios } from './scenarios/events.ts';
import { limitScenarios } from './scenarios/limits.ts';
import { workScenarios } from './scenarios/work.ts';

/** Business scenarios in application code that names no provider. */
export const stateScenarios: readonly StateCase[] = [eventScenarios, limitScenarios, workScenarios].flat();
