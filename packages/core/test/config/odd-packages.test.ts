import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspectConfig } from '@patchbay/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDirectories, temporaryDirectory } from './directories.ts';
import { mint } from './mint.ts';

let directory: string;

async function write(path: string, text: string): Promise<void> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** The source of a factory. */
const factory = (provider: string, change: object = {}): string => {
  const capabilities = {
    provider,
    operations: { strike: 'native' },
    traits: {},
    idempotency: { kind: 'none' },
  };
  const adapter = JSON.stringify({
    spec: 1,
    category: 'mint',
    provider,
    fields: [],
    capabilities,
    ...change,
  });
  return `Object.assign(() => ({}), { adapter: { ...${adapter}, inspect: () => ({ mode: undefined }) } })`;
};

const inspect = (provider: string, from = directory) =>
  inspectConfig(
    { mint: mint.needs('strike') },
    { directory: from, file: false, env: { MINT_PROVIDER: provider } },
  );

beforeAll(async () => {
  directory = await temporaryDirectory();
  await write('one.mjs', `export default ${factory('one')};`);
  await write('same.mjs', `export const same = ${factory('same')}; export default same;`);
  await write('common.cjs', `const all = {}; all.common = ${factory('common')}; module.exports = all;`);
  await write('two.mjs', `export const a = ${factory('gold')}; export const b = ${factory('tin')};`);
  await write('later.mjs', `export const later = ${factory('later', { spec: 9 })};`);
  await write('half.mjs', `export const half = ${factory('half', { capabilities: { provider: 'half' } })};`);
  const manifest = { name: '@patchbay/mint-tin', version: '1.0.0', type: 'module', exports: './index.js' };
  await write('node_modules/@patchbay/mint-tin/package.json', JSON.stringify(manifest));
  await write(
    'node_modules/@patchbay/mint-tin/index.js',
    `export const a = ${factory('gold')}; export const b = ${factory('tin')};`,
  );
});

afterAll(removeDirectories);

describe('packages of every make', () => {
  it.each(['one', 'same', 'common'])('finds the only adapter of ./%s', async (name) => {
    const { problems, instances } = await inspect(`./${name}.${name === 'common' ? 'cjs' : 'mjs'}`);
    expect(problems).toEqual([]);
    expect(instances).toMatchObject([{ adapter: { provider: name } }]);
  });

  it('takes the adapter of the provider that was named, of two', async () => {
    expect((await inspect('tin')).instances).toMatchObject([{ adapter: { provider: 'tin' } }]);
  });

  it.each([
    ['./two.mjs', './two.mjs, which exports an adapter for mint (gold) and an adapter for mint (tin)'],
    [
      './later.mjs',
      './later.mjs, which exports an adapter for mint (later, written for interface 9 of adapters)',
    ],
    ['./half.mjs', './half.mjs, which exports no adapter'],
  ])('refuses %s and says what it has', async (provider, found) => {
    expect((await inspect(provider)).problems).toMatchObject([{ path: 'mint.provider', found }]);
  });

  it('looks for a path from the directory of the application alone', async () => {
    const { problems } = await inspect('./package.json', join(directory, 'elsewhere'));
    expect(problems).toMatchObject([{ found: './package.json, which is not there' }]);
  });

  it.each(['x/y; rm -rf ~', 'fs/promises', 'node:fs', 'https://evil.test/x', '-g', '@/x'])(
    'gives no command to install %s',
    async (provider) => {
      const { problems } = await inspect(provider);
      expect(problems).toHaveLength(1);
      expect(problems[0]?.fix).not.toContain('nstall');
    },
  );
});
