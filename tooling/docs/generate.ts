import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { payments } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { stripePayments } from '@patchbay/payments-stripe';
import { fillIn, matrixOf } from './matrix.ts';

const readme = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The README with everything that is generated filled in. */
export function generated(): { readonly path: string; readonly before: string; readonly after: string } {
  const before = readFileSync(readme, 'utf8');
  const providers = [sandboxPayments, stripePayments].map(({ adapter }) => adapter.capabilities);
  const after = fillIn(before, 'payments-matrix', matrixOf({ operations: payments.operations, providers }));
  return { path: readme, before, after };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, before, after } = generated();
  if (before === after) console.log('README.md is up to date.');
  else {
    writeFileSync(path, after);
    console.log('README.md was brought up to date.');
  }
}
