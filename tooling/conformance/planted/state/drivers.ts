import type { StateDriver } from './broken.ts';
import { leaseDrivers } from './drivers/leases.ts';
import { lifeDrivers } from './drivers/life.ts';
import { limitDrivers } from './drivers/limits.ts';
import { raceDrivers } from './drivers/races.ts';
import { recordDrivers } from './drivers/records.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly StateDriver[] = [...recordDrivers, ...lifeDrivers, ...raceDrivers, ...leaseDrivers, ...limitDrivers];
