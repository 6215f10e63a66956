import type { Planting } from '../planting.ts';
import { brokenDrivers } from './drivers.ts';
import { harmless } from './harmless.ts';

/** All that is broken on purpose in jobs. No provider of it has a wire yet, so there is no fake. */
export const jobsPlanting: Planting = { drivers: brokenDrivers, fakes: [], harmless, strictness: [] };
