import type { EmailDriver } from './broken.ts';
import { errorDrivers } from './drivers/errors.ts';
import { fieldDrivers } from './drivers/fields.ts';
import { fileDrivers } from './drivers/files.ts';
import { honestyDrivers } from './drivers/honesty.ts';
import { inboundDrivers } from './drivers/inbound.ts';
import { keyDrivers } from './drivers/keys.ts';
import { manyDrivers } from './drivers/many.ts';
import { resultDrivers } from './drivers/results.ts';
import { webhookDrivers } from './drivers/webhooks.ts';
import { wireDrivers } from './drivers/wire.ts';

/** Adapters that are broken on purpose, one defect each. */
export const brokenDrivers: readonly EmailDriver[] = [
  ...fieldDrivers,
  ...fileDrivers,
  ...resultDrivers,
  ...manyDrivers,
  ...wireDrivers,
  ...errorDrivers,
  ...honestyDrivers,
  ...webhookDrivers,
  ...inboundDrivers,
  ...keyDrivers,
];
