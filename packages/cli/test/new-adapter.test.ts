import { mkdir, readdir, writeFile } from 'node:fs/promises';
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
    { words: ['new', 'adapter', 'jobs', 'acme'], says: 'There is: auth, email, payments, storage.' },
    { words: ['new', 'adapter', 'payments', 'AcmePay'], says: 'Did you mean acme-pay?' },
    { words: ['new', 'adapter', 'payments', 'acme_pay'], says: 'Did you mean acme-pay?' },
    { words: ['new', 'adapter', 'payments', '../acme'], says: 'Did you mean acme?' },
    { words: ['new', 'adapter', 'payments', '4711'], says: '4711 is no name of a provider' },
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
});

const acme = ['new', 'adapter', 'payments', 'acme'];

async function repositoryWith(provider: string): Promise<Application> {
  const application = await writeApplication({});
  for (const folder of ['contract', provider]) {
    await mkdir(join(application.directory, 'packages/payments', folder), { recursive: true });
    await writeFile(join(application.directory, 'packages/payments', folder, 'package.json'), '{}');
  }
  await writeFile(join(application.directory, 'pnpm-workspace.yaml'), '');
  return application;
}

async function manifestOf(folder: string) {
  const manifest = await import(join(folder, 'package.json'), { with: { type: 'json' } });
  return manifest.default;
}
