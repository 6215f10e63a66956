import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeApplication } from './application.ts';
import { brokenConfigurations, secretValues } from './broken-configurations.ts';
import { patchbay, runTrapped } from './command.ts';

const small = brokenConfigurations.find(({ id }) => id === 'missing-need')?.packages ?? {};
const check = ['check', '--requirements', './requirements.mjs'];

describe('patchbay check', () => {
  it.each(brokenConfigurations)('reports $id, exits with 1 and makes no traffic', async (configuration) => {
    await using application = await writeApplication(configuration);
    const ran = await patchbay(application.directory, check, configuration.env);
    await expect(ran.stdout).toMatchFileSnapshot(`snapshots/${configuration.id}.txt`);
    expect(ran).toMatchObject({ status: 1, stderr: '', traffic: '' });
    for (const value of secretValues) expect(ran.stdout).not.toContain(value);
    for (const path of configuration.paths) expect(ran.stdout).toMatch(new RegExp(`^ {2}${path}( |$)`, 'm'));
  });

  it('gives the same problems as data', async () => {
    const [configuration] = brokenConfigurations.filter(({ id }) => id === 'two-errors');
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, [...check, '--json'], configuration?.env);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      problems: [{ path: 'payments.secretKey' }, { path: 'payments.baseUrl' }],
    });
  });

  it('shows what a sound configuration comes to, with the source of each option and no value', async () => {
    const file = { payments: { provider: 'stripe', options: { account: 'acct_1' } } };
    await using application = await writeApplication({ file });
    const env = { STRIPE_SECRET_KEY: 'sk_test_Zk3vB8wQ1xR5' };
    const ran = await patchbay(application.directory, check, env);
    expect(ran).toMatchObject({ status: 0, stderr: '', traffic: '' });
    await expect(ran.stdout.replace(/\d+\.\d+\.\d+/, '<version>')).toMatchFileSnapshot('snapshots/sound.txt');
    expect(ran.stdout).not.toContain('Zk3vB8wQ1xR5');
  });

  it('refuses an embedded provider of payments in production', async () => {
    await using application = await writeApplication({});
    const env = { PAYMENTS_PROVIDER: 'sandbox', NODE_ENV: 'production' };
    const ran = await patchbay(application.directory, check, env);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('the embedded provider sandbox in production');
  });

  it('checks a configuration elsewhere, with the packages that are there', async () => {
    await using application = await writeApplication({
      file: { payments: { provider: 'small-patchbay-payments' } },
      packages: small,
    });
    const file = join(application.directory, 'patchbay.config.json');
    const ran = await patchbay(tmpdir(), ['check', '--config', file]);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('small-patchbay-payments 1.0.0');
  });

  it('takes the requirements from the module that the configuration names', async () => {
    const file = { requirements: './requirements.mjs', payments: { provider: 'stripe' } };
    await using application = await writeApplication({ file, currency: 'KWD' });
    const env = { STRIPE_SECRET_KEY: 'sk_test_Zk3vB8wQ1xR5' };
    const ran = await patchbay(application.directory, ['check'], env);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('cannot express every amount of KWD');
  });

  it('says what to do where nothing is configured', async () => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, ['check']);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('Write patchbay.config.json');
  });

  it('says of a file that cannot be read nothing but that', async () => {
    await using application = await writeApplication({});
    await writeFile(join(application.directory, 'patchbay.config.json'), '{');
    const ran = await patchbay(application.directory, ['check', '--json']);
    expect(JSON.parse(ran.stdout).problems).toMatchObject([{ path: 'patchbay.config.json' }]);
  });

  it('is run with a trap that does catch traffic', async () => {
    await using application = await writeApplication({});
    const trap = new URL('no-network.mjs', import.meta.url).href;
    const words = [
      '--import',
      trap,
      '--eval',
      "fetch('http://localhost:65000').catch(() => process.exit(3))",
    ];
    const ran = await runTrapped(application.directory, words, {});
    expect(ran.status).toBe(3);
    expect(ran.traffic).toContain('net.Socket.connect');
  });
});
