import type { Planting } from '../planting.ts';
import { brokenDrivers } from './drivers.ts';
import { lenientFakes } from './fakes.ts';
import { harmless } from './harmless.ts';
import { strictnessCases } from './strictness.ts';

/** All that is broken on purpose in auth. */
export const authPlanting: Planting = {
  drivers: brokenDrivers,
  fakes: lenientFakes,
  harmless,
  strictness: strictnessCases,
};
