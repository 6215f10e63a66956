import type { Probe } from './probe.ts';
import { authProbe } from './probes/auth.ts';
import { emailProbe } from './probes/email.ts';
import { paymentsProbe } from './probes/payments.ts';
import { storageProbe } from './probes/storage.ts';

/** The probe of each category, one line each. */
export const probes: Readonly<Record<string, Probe>> = {
  payments: paymentsProbe,
  email: emailProbe,
  storage: storageProbe,
  auth: authProbe,
};
