import type { JobsDriver } from './broken.ts';
import { claimDrivers } from './drivers/claims.ts';
import { jobDrivers } from './drivers/jobs.ts';
import { workerDrivers } from './drivers/workers.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly JobsDriver[] = [...jobDrivers, ...claimDrivers, ...workerDrivers];
