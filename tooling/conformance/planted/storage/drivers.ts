import type { StorageDriver } from './broken.ts';
import { changeDrivers } from './drivers/change.ts';
import { putDrivers } from './drivers/put.ts';
import { readDrivers } from './drivers/read.ts';
import { wireDrivers } from './drivers/wire.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly StorageDriver[] = [...putDrivers, ...readDrivers, ...changeDrivers, ...wireDrivers];
