import { authCases, authScenarios } from '@patchbay/auth/conformance';
import type { ConformanceCase } from '@patchbay/core/conformance';
import { emailCases, emailScenarios } from '@patchbay/email/conformance';
import { jobsCases, jobsScenarios } from '@patchbay/jobs/conformance';
import { paymentsCases, paymentsScenarios } from '@patchbay/payments/conformance';
import { stateCases, stateScenarios } from '@patchbay/state/conformance';
import { storageCases, storageScenarios } from '@patchbay/storage/conformance';
import { authPlanting } from '../planted/auth/planting.ts';
import { emailPlanting } from '../planted/email/planting.ts';
import { jobsPlanting } from '../planted/jobs/planting.ts';
import { paymentsPlanting } from '../planted/payments/planting.ts';
import type { Planting } from '../planted/planting.ts';
import { statePlanting } from '../planted/state/planting.ts';
import { storagePlanting } from '../planted/storage/planting.ts';

/** What is run for a category. */
export interface Category {
  readonly cases: readonly ConformanceCase[];
  /** Business scenarios in application code. */
  readonly scenarios: readonly ConformanceCase[];
  /** What is broken on purpose, to prove that the cases notice. */
  readonly planting: Planting;
}

/** Every category with a suite, one line each. */
export const categories: Readonly<Record<string, Category>> = {
  payments: { cases: paymentsCases, scenarios: paymentsScenarios, planting: paymentsPlanting },
  email: { cases: emailCases, scenarios: emailScenarios, planting: emailPlanting },
  storage: { cases: storageCases, scenarios: storageScenarios, planting: storagePlanting },
  auth: { cases: authCases, scenarios: authScenarios, planting: authPlanting },
  state: { cases: stateCases, scenarios: stateScenarios, planting: statePlanting },
  jobs: { cases: jobsCases, scenarios: jobsScenarios, planting: jobsPlanting },
};
