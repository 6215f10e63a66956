import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspectConfig } from '@patchbay/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDirectories, temporaryDirectory } from './directories.ts';
import { mint } from './mint.ts';

const adapterSource = `
export const someMint = Object.assign(() => ({}), {
  adapter: {
    spec: 1, category: 'mint', provider: 'acme', fields: [], inspect: () => ({ mode: undefined }),
    capabilities: { provider: 'acme', operations: { strike: 'native' }, traits: {}, idempotency: { kind: 'none' } },
  },
});
`;

let directory: string;

async function install(name: string, source: string, exports: unknown = './index.js'): Promise<void> {
  const folder = join(directory, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, version: '1.2.3', type: 'module', exports }),
  );
  await writeFile(join(folder, 'index.js'), source);
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  await install('@patchbay/mint-acme', adapterSource);
  await install('acme-patchbay-mint', adapterSource, { '.': { import: './index.js' } });
  await install('@acme/adapter', adapterSource);
  await install('@patchbay/mint-lame', "import 'no-such-dependency';");
  await install('@patchbay/mint-mail', adapterSource.replace("category: 'mint'", "category: 'email'"));
  await writeFile(join(directory, 'own.mjs'), adapterSource);
});

const inspect = (provider: string, env: Record<string, string> = {}, from = directory) =>
  inspectConfig(
    { mint: mint.needs('strike') },
    { directory: from, file: false, env: { ...env, MINT_PROVIDER: provider } },
  );

afterAll(removeDirectories);

describe('packages of adapters', () => {
  it.each([
    ['acme', '@patchbay/mint-acme'],
    ['acme-patchbay-mint', 'acme-patchbay-mint'],
    ['@acme/adapter', '@acme/adapter'],
    ['./own.mjs', './own.mjs'],
  ])('finds %s from the directory of the application', async (provider, name) => {
    const { problems, instances } = await inspect(provider);
    expect(problems).toEqual([]);
    expect(instances).toMatchObject([{ package: name, adapter: { provider: 'acme' } }]);
  });

  it.each([
    ['pnpm-lock.yaml', 'npm/10.8.2 node/v20', 'pnpm add @patchbay/mint-zinc'],
    ['yarn.lock', 'npm/10.8.2 node/v20', 'yarn add @patchbay/mint-zinc'],
    ['bun.lock', undefined, 'bun add @patchbay/mint-zinc'],
    ['package-lock.json', 'pnpm/9.0.0 npm/?', 'npm install @patchbay/mint-zinc'],
  ])(
    'tells the command that installs an absent package where there is %s',
    async (lockfile, agent, command) => {
      const from = await temporaryDirectory();
      await writeFile(join(from, lockfile), '');
      const { problems } = await inspect(
        'zinc',
        agent === undefined ? {} : { npm_config_user_agent: agent },
        from,
      );
      expect(problems).toMatchObject([{ path: 'mint.provider', fix: `Install it: ${command}` }]);
    },
  );

  it('takes a nearly right id for a misspelt one of those installed', async () => {
    const { problems } = await inspect('acmee');
    expect(problems).toMatchObject([{ found: '"acmee"', fix: 'Did you mean acme?' }]);
  });

  it('does not advise to install a file', async () => {
    const { problems } = await inspect('./absent.mjs');
    expect(problems).toMatchObject([{ found: './absent.mjs, which is not there' }]);
    expect(problems[0]?.fix).toContain(directory);
  });

  it('does not show what may be a secret in the place of a provider', async () => {
    const { problems } = await inspect('sk_live_Zk3vB8wQ1xR5Zk3vB8wQ1xR5');
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('Zk3v');
  });

  it('tells a package that lacks a dependency of its own from an absent one', async () => {
    const { problems } = await inspect('lame');
    expect(problems[0]?.found).toMatch(/mint-lame is installed .*no-such-dependency/);
    expect(problems[0]?.found).toContain('node_modules/@patchbay/mint-lame/index.js');
  });

  it('names a package that is for another category', async () => {
    const { problems } = await inspect('mail');
    expect(problems).toMatchObject([
      { found: '@patchbay/mint-mail, which exports an adapter for email (acme)' },
    ]);
  });

  it('finds packages through links, as package managers lay them', async () => {
    const from = await temporaryDirectory();
    const link = join(from, 'node_modules/@patchbay/mint-tin');
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(directory, 'node_modules/@patchbay/mint-acme'), link, 'dir');
    expect((await inspect('tin', {}, from)).instances).toMatchObject([{ version: '1.2.3' }]);
  });
});
