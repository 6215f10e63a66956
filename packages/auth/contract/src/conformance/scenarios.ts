import type { AuthCase } from './harness.ts';
import { directoryScenarios } from './scenarios/directory.ts';
import { outageScenarios } from './scenarios/outages.ts';
import { peopleScenarios } from './scenarios/people.ts';
import { serviceScenarios } from './scenarios/services.ts';
import { visitScenarios } from './scenarios/visits.ts';

/** Business scenarios in application code: they name no provider and run unchanged on every adapter. */
export const authScenarios: readonly AuthCase[] = [
  visitScenarios,
  peopleScenarios,
  serviceScenarios,
  directoryScenarios,
  outageScenarios,
].flat();
