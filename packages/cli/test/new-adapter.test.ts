import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../src/run.ts';
import { type Application, writeApplication } from './application.ts';
import { patchbay } from './command.ts';

describe('patchbay new adapter', () => {
  it.each([
    { words: ['new'], says: 'patchbay new adapter <category> <provider>' },
    { words: ['new', 'adaptor', 'payments', 'acme'], says: 'patchbay new adapter <category> <provider>' },
    { words: ['new', 'adapter', 'payment', 'acme'], says: 'Did you mean payments?' },
    {
      words: ['new', 'adapter', 'mq', 'acme'],
      says: 'There is: auth, email, jobs, payments, state, storage.',
    },
    { words: ['new', 'adapter', 'payments', 'AcmePay'], says: 'Did you mean acme-pay?' },
    { words: ['new', 'adapter', 'payments', 'acme_pay'], says: 'Did you mean acme-pay?' },
    { words: ['new', 'adapter', 'payments', '../acme'], says: 'Did you mean acme?' },
    { words: ['new', 'adapter', 'payments', '4711'], says: '4711 is no name of a provider' },
    {
      words: [...newAcme('payments'), '--only', 'create, refund.create'],
      says: 'payments has no operation "refund.create". Did you mean refunds.create?',
    },
    {
      words: [...newAcme('state'), '--only', 'get,'],
      says: 'state has no operation "". There is: get, put,',
    },
    { words: [...newAcme('state'), '--no-webhooks'], says: '--no-webhooks is for email and payments' },
  ])('refuses $words', async ({ words, says }) => {
    const { status, text } = await run([...words, '--dry-run']);
    expect(status).toBe(2);
    expect(text).toContain(says);
  });

  it('refuses a folder that exists, and a provider that exists', async () => {
    await using application = await repositoryWith('stripe');
    const provider = await patchbay(application.directory, ['new', 'adapter', 'payments', 'stripe']);
    expect(provider.stderr).toContain('There is packages/payments/stripe already: nothing was written.');
    const folder = await patchbay(application.directory, [...acme, '--folder', 'packages']);
    expect(folder).toMatchObject({ status: 2 });
    await mkdir(join(application.directory, '.changeset'));
    await writeFile(join(application.directory, '.changeset/payments-acme.md'), '');
    const changeset = await patchbay(application.directory, acme);
    expect(changeset.stderr).toContain('There is .changeset/payments-acme.md already: nothing was written.');
    expect(await readdir(join(application.directory, 'packages/payments'))).toEqual(['contract', 'stripe']);
  });

  it('goes beside its siblings in the repository, from any folder of it', async () => {
    await using application = await repositoryWith('stripe');
    const ran = await patchbay(join(application.directory, 'packages/payments'), [...acme, '--dry-run']);
    expect(ran.status).toBe(0);
    const files = ran.stdout.trim().split(/\s+/);
    expect(files).toContain('acme/src/fake/fake.ts');
    expect(files).toContain('../../.changeset/payments-acme.md');
    expect(await readdir(join(application.directory, 'packages/payments'))).not.toContain('acme');
  });

  it('is a package of its own elsewhere, under a name of its own', async () => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, [
      ...acme,
      '--name',
      '@acme/patchbay',
      '--folder',
      'here',
    ]);
    expect(ran.status).toBe(0);
    const { name, dependencies, devDependencies } = await manifestOf(join(application.directory, 'here'));
    expect(name).toBe('@acme/patchbay');
    expect(Object.keys(dependencies)).toEqual(['@patchbay/core', '@patchbay/payments', 'zod']);
    expect([...Object.values(dependencies), ...Object.values(devDependencies)].join(' ')).not.toMatch(
      /workspace|catalog/,
    );
    expect(ran.stdout).toContain('  cd here\n  npm install\n  npm test');
    await expect(readdir(join(application.directory, '.changeset'))).rejects.toThrow('ENOENT');
  });

  it.each(['state', 'jobs'])('has no fake for %s, whose vendors speak no HTTP', async (category) => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, [...newAcme(category), '--folder', 'here']);
    expect(ran.status).toBe(0);
    const here = join(application.directory, 'here');
    const { exports, dependencies, devDependencies } = await manifestOf(here);
    expect(Object.keys(exports)).toEqual(['.', './package.json']);
    expect(Object.keys(dependencies)).toEqual(['@patchbay/core', `@patchbay/${category}`, 'zod']);
    expect(Object.keys(devDependencies)).not.toContain('@patchbay/testing');
    expect(await textOf(here)).not.toMatch(/\bfake\b|https?server|payments|\/\/ (only|all)|<!-- /);
  });

  it('declares with --only what is named and nothing else, and has a line for each in the driver', async () => {
    await using application = await writeApplication({});
    const words = [...acme, '--only', 'refunds.create,get', '--folder', 'here'];
    expect((await patchbay(application.directory, words)).status).toBe(0);
    const room = (name: string) => readFile(join(application.directory, 'here/src', name), 'utf8');
    expect((await room('capabilities.ts')).match(/.*'native',$/gm)).toEqual([
      "    get: 'native',",
      "    'refunds.create': 'native',",
    ]);
    expect(await room('capabilities.ts')).toContain('    create: false,');
    expect((await room('driver.ts')).match(/unwritten\('.*'\)/g)).toEqual([
      "unwritten('get')",
      "unwritten('refunds.create')",
    ]);
  });

  it.each(['payments', 'email'])('has no trace of webhooks with --no-webhooks for %s', async (category) => {
    await using application = await writeApplication({});
    const words = [...newAcme(category), '--folder', 'here', '--no-webhooks'];
    expect((await patchbay(application.directory, words)).status).toBe(0);
    const text = await textOf(join(application.directory, 'here'));
    expect(text).not.toMatch(
      /webhookSecret|WEBHOOK_SECRET|toWebhooks|signWebhook|emit\(|AcmeEvent|## Webhooks/,
    );
    expect(text).toContain('webhooks: false,');
    expect(text).toContain('Acme sends no webhooks.');
  });
});

const acme = newAcme('payments');

function newAcme(category: string): readonly string[] {
  return ['new', 'adapter', category, 'acme'];
}

async function repositoryWith(provider: string): Promise<Application> {
  const application = await writeApplication({});
  for (const folder of ['contract', provider]) {
    await mkdir(join(application.directory, 'packages/payments', folder), { recursive: true });
    await writeFile(join(application.directory, 'packages/payments', folder, 'package.json'), '{}');
  }
  await writeFile(join(application.directory, 'pnpm-workspace.yaml'), '');
  return application;
}

/** All files of a package in one text. */
async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  return texts.join('\n');
}

async function manifestOf(folder: string) {
  const manifest = await import(join(folder, 'package.json'), { with: { type: 'json' } });
  return manifest.default;
}
