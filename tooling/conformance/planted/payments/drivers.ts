import { type PaymentsDriver } from './broken.ts';
import { errorDrivers } from './drivers/errors.ts';
import { fieldDrivers } from './drivers/fields.ts';
import { honestyDrivers } from './drivers/honesty.ts';
import { markDrivers } from './drivers/marks.ts';
import { reconcileDrivers } from './drivers/reconcile.ts';
import { resultDrivers } from './drivers/results.ts';
import { webhookDrivers } from './drivers/webhooks.ts';
import { wireDrivers } from './drivers/wire.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly PaymentsDriver[] = [
  ...wireDrivers,
  ...fieldDrivers,
  ...resultDrivers,
  ...errorDrivers,
  ...honestyDrivers,
  ...markDrivers,
  ...reconcileDrivers,
  ...webhookDrivers,
];
