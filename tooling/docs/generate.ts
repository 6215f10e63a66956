import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { auth } from '@patchbay/auth';
import { localAuth } from '@patchbay/auth-local';
import { oidcAuth } from '@patchbay/auth-oidc';
import { email } from '@patchbay/email';
import { outboxEmail } from '@patchbay/email-outbox';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { smtpEmail } from '@patchbay/email-smtp';
import { jobs } from '@patchbay/jobs';
import { bullmqJobs } from '@patchbay/jobs-bullmq';
import { memoryJobs } from '@patchbay/jobs-memory';
import { pgbossJobs } from '@patchbay/jobs-pgboss';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { payments } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { stripePayments } from '@patchbay/payments-stripe';
import { state } from '@patchbay/state';
import { memoryState } from '@patchbay/state-memory';
import { postgresState } from '@patchbay/state-postgres';
import { redisState } from '@patchbay/state-redis';
import { sqliteState } from '@patchbay/state-sqlite';
import { storage } from '@patchbay/storage';
import { fsStorage } from '@patchbay/storage-fs';
import { memoryStorage } from '@patchbay/storage-memory';
import { s3Storage } from '@patchbay/storage-s3';
import { fillIn, matrixOf } from './matrix.ts';

const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
const failureMatrix = new URL('../../apps/docs/failure-matrix.md', import.meta.url);

/** The categories and their adapters, in the order of the columns. */
const categories = [
  { contract: payments, factories: [sandboxPayments, stripePayments] },
  { contract: email, factories: [outboxEmail, sendgridEmail, smtpEmail] },
  { contract: storage, factories: [memoryStorage, fsStorage, s3Storage] },
  { contract: auth, factories: [localAuth, oidcAuth] },
  { contract: state, factories: [memoryState, sqliteState, redisState, postgresState] },
  { contract: jobs, factories: [memoryJobs, sqliteJobs, bullmqJobs, pgbossJobs] },
];

/** The README with everything that is generated filled in. */
export function generated(): { readonly path: string; readonly before: string; readonly after: string } {
  const before = readFileSync(readme, 'utf8');
  const summary = firstTableOf(readFileSync(failureMatrix, 'utf8'));
  const start = fillIn(before, 'failure-matrix', summary);
  const after = categories.reduce((text, { contract, factories }) => {
    const providers = factories.map(({ adapter }) => adapter.capabilities);
    const matrix = matrixOf({ operations: contract.operations, providers });
    return fillIn(text, `${contract.category}-matrix`, matrix);
  }, start);
  return { path: readme, before, after };
}

/** The summary stands first on the page of the failure matrix, which `npm run faults` writes. */
function firstTableOf(markdown: string): string {
  return markdown.split('\n\n').find((block) => block.startsWith('|')) ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, before, after } = generated();
  if (before === after) console.log('README.md is up to date.');
  else {
    writeFileSync(path, after);
    console.log('README.md was brought up to date.');
  }
}
