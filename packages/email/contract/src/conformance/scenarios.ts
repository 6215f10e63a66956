import type { EmailCase } from './harness.ts';
import { letterScenarios } from './scenarios/letters.ts';
import { listScenarios } from './scenarios/lists.ts';
import { trafficScenarios } from './scenarios/traffic.ts';

/** Business scenarios in application code: they name no provider and run unchanged on every adapter. */
export const emailScenarios: readonly EmailCase[] = [letterScenarios, listScenarios, trafficScenarios].flat();
