import { readFileSync } from 'node:fs';
import { auth } from '@patchbay/auth';
import { localAuth } from '@patchbay/auth-local';
import { email } from '@patchbay/email';
import { outboxEmail } from '@patchbay/email-outbox';
import { jobs } from '@patchbay/jobs';
import { memoryJobs } from '@patchbay/jobs-memory';
import { payments } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { state } from '@patchbay/state';
import { memoryState } from '@patchbay/state-memory';
import { storage } from '@patchbay/storage';
import { memoryStorage } from '@patchbay/storage-memory';
import { describe, expect, it } from 'vitest';
import { thirdPartyTools, zodRange } from '../src/package-files.ts';

/** Embedded providers declare every trait of their category: the compiler asks for it. */
const categories = [
  { contract: auth, embedded: localAuth },
  { contract: email, embedded: outboxEmail },
  { contract: jobs, embedded: memoryJobs },
  { contract: payments, embedded: sandboxPayments },
  { contract: state, embedded: memoryState },
  { contract: storage, embedded: memoryStorage },
];

describe('what the templates are filled in with', () => {
  it('are the operations and traits that the contracts have now (-u writes them down)', async () => {
    const rows = categories.map(({ contract: { category, operations }, embedded: { adapter } }) => {
      const summaries = Object.entries(operations).map(([name, { summary }]) => [name, summary]);
      const traits = Object.keys(adapter.capabilities.traits);
      return [category, { operations: Object.fromEntries(summaries), traits }];
    });
    const text = `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../src/categories.json');
  });

  it('are the versions that this repository uses itself', () => {
    const catalog = readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8');
    for (const [name, version] of Object.entries({ ...thirdPartyTools, zod: zodRange }))
      expect(catalog.replaceAll("'", '')).toContain(`  ${name}: ${version}\n`);
  });
});
