import type { AuthDriver } from './broken.ts';
import { beginDrivers } from './drivers/begin.ts';
import { callbackDrivers } from './drivers/callback.ts';
import { completeDrivers } from './drivers/complete.ts';
import { errorDrivers } from './drivers/errors.ts';
import { facadeDrivers } from './drivers/facade.ts';
import { leavingDrivers } from './drivers/leaving.ts';
import { passwordDrivers } from './drivers/passwords.ts';
import { printingDrivers } from './drivers/printing.ts';
import { resultDrivers } from './drivers/results.ts';
import { returnToDrivers } from './drivers/return-to.ts';
import { tokenDrivers } from './drivers/tokens.ts';
import { changeDrivers } from './drivers/users-change.ts';
import { createDrivers } from './drivers/users-create.ts';
import { userInputDrivers } from './drivers/users-input.ts';
import { readDrivers } from './drivers/users-read.ts';
import { verifyDrivers } from './drivers/verify.ts';
import { wireDrivers } from './drivers/wire.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly AuthDriver[] = [
  ...wireDrivers,
  ...errorDrivers,
  ...resultDrivers,
  ...beginDrivers,
  ...completeDrivers,
  ...callbackDrivers,
  ...verifyDrivers,
  ...tokenDrivers,
  ...leavingDrivers,
  ...createDrivers,
  ...readDrivers,
  ...changeDrivers,
  ...passwordDrivers,
  ...printingDrivers,
  ...facadeDrivers,
  ...returnToDrivers,
  ...userInputDrivers,
];
