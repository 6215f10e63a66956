import { authReasons } from '@patchbay/auth';
import type { ErrorCode } from '@patchbay/core';
import { emailReasons } from '@patchbay/email';
import { jobsReasons } from '@patchbay/jobs';
import { paymentsReasons } from '@patchbay/payments';
import { stateReasons } from '@patchbay/state';
import { storageReasons } from '@patchbay/storage';
import type { Category } from './adapters.ts';
import { code, tableOf } from './markdown.ts';

/** The reasons of a category by their codes. */
export type Reasons = Readonly<Partial<Record<ErrorCode, readonly string[]>>>;

/** The closed lists of reasons, by category. */
export const reasonsByCategory: Readonly<Record<string, Reasons>> = {
  payments: paymentsReasons,
  email: emailReasons,
  storage: storageReasons,
  auth: authReasons,
  state: stateReasons,
  jobs: jobsReasons,
};

const repeats = {
  safe: 'a read',
  natural: 'harmless',
  keyed: 'harmless under the same key, where the provider honours it',
  never: 'a second effect: never made by itself',
} as const;

/** The operations of a category, and what a repeat of each does. */
export function operationsOf({ contract }: Category): string {
  const rows = Object.entries(contract.operations).map(([name, { summary, repeat }]) => [
    code(name),
    summary,
    repeats[repeat],
  ]);
  return tableOf(['Operation', 'What it does', 'A repeat is'], rows);
}

/** The reasons of a category. */
export function reasonsOf({ contract }: Category): string {
  const rows = Object.entries(reasonsByCategory[contract.category] ?? {}).map(([name, reasons]) => [
    `[${code(name)}](../../../apps/docs/errors.md#${name})`,
    reasons.map(code).join(', '),
  ]);
  return tableOf(['Code', 'Reasons'], rows);
}
