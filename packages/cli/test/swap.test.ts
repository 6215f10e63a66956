import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeApplication } from './application.ts';
import { brokenConfigurations } from './broken-configurations.ts';
import { patchbay } from './command.ts';

const requirements = ['--requirements', './requirements.mjs'];
const small = brokenConfigurations.find(({ id }) => id === 'missing-need')?.packages ?? {};

describe('patchbay swap', () => {
  it('lists what is gained, lost, needed and changed, and exits with 0 while all needs are met', async () => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, ['swap', 'payments', 'stripe', ...requirements]);
    expect(ran).toMatchObject({ status: 0, stderr: '', traffic: '' });
    await expect(ran.stdout).toMatchFileSnapshot('snapshots/swap-to-stripe.txt');
  });

  it('exits with 1 where a need of the application would not be met', async () => {
    await using application = await writeApplication({ packages: small });
    const words = ['swap', 'payments', 'small-patchbay-payments', ...requirements];
    const ran = await patchbay(application.directory, words, { PAYMENTS_PROVIDER: 'sandbox' });
    expect(ran.status).toBe(1);
    await expect(ran.stdout).toMatchFileSnapshot('snapshots/swap-to-small.txt');
  });

  it('says how to install a provider that is not there', async () => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, ['swap', 'payments', 'acme', ...requirements]);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('npm install @patchbay/payments-acme');
  });

  it('names the nearest instance where there is none of that name', async () => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, ['swap', 'paymnts', 'stripe', ...requirements]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('Did you mean payments?');
  });

  it('does not compare over a configuration that cannot be read', async () => {
    await using application = await writeApplication({});
    await writeFile(join(application.directory, 'patchbay.config.json'), '{ "payments": {');
    const ran = await patchbay(application.directory, ['swap', 'payments', 'stripe', '--json']);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, problems: [{ path: 'patchbay.config.json' }] });
  });
});
