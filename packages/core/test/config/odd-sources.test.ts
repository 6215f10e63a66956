import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectConfig, readConfigured } from '@patchbay/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDirectories, temporaryDirectory } from './directories.ts';
import { mint } from './mint.ts';
import { optionsOf, problemsOf } from './problems.ts';

let directory: string;
const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text);

const royal = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'key-of-vendor' };
const group = { mint: { north: mint.needs('strike') } };

beforeAll(async () => {
  directory = await temporaryDirectory();
  await mkdir(join(directory, 'folder'));
});

afterAll(removeDirectories);

describe('configuration as it is found in the wild', () => {
  it.each([
    ['a byte order mark', '\uFEFFkey-from-file'],
    ['line ends of Windows', 'key-from-file\r\n'],
    ['blank lines around it', '\n key-from-file \n\n'],
  ])('reads a secret from a file with %s', async (_what, text) => {
    await write('odd.txt', text);
    const env = { ...royal, ROYAL_SECRET_KEY: 'file:odd.txt' };
    expect(await optionsOf({ directory, env })).toEqual({ secretKey: 'key-from-file' });
  });

  it('says that a secret which is to be read from a directory cannot be read', async () => {
    const problems = await problemsOf({ directory, env: { ...royal, ROYAL_SECRET_KEY: 'file:folder' } });
    expect(problems.map(({ found }) => found)).toEqual([expect.stringContaining('EISDIR')]);
  });

  it('reads JSON that begins with a byte order mark', async () => {
    await write('marked.json', '\uFEFF{ "mint": { "options": { "presses": 4 } } }');
    expect(await optionsOf({ directory, file: 'marked.json', env: royal })).toMatchObject({ presses: 4 });
  });

  it('drops the empty ends of a list', async () => {
    const env = { ...royal, ROYAL_SECRET_KEY: 'key-one,', MINT_METALS: ',gold,,silver,' };
    expect(await optionsOf({ env })).toEqual({ secretKey: ['key-one'], metals: ['gold', 'silver'] });
  });

  it('passes over a misspelt variable that is empty', async () => {
    expect(await problemsOf({ env: { ...royal, MINT_PRESES: '' } })).toEqual([]);
  });

  it('does not show a secret in the place of another option, white space around it or not', async () => {
    const env = { ...royal, ROYAL_BASE_URL: ' sk_live_Zk3vB8wQ1xR5Zk3vB8wQ\n' };
    const problems = await problemsOf({ env });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('Zk3v');
  });

  it('does not show a secret in the place of the name of a variable', async () => {
    const problems = await problemsOf({ env: { ...royal, ROYAL_SECRET_KEY: 'env:sk_live_Zk3vB8' } });
    expect(problems).toMatchObject([{ found: expect.stringContaining('is not set') }]);
    expect(JSON.stringify(problems)).not.toContain('Zk3v');
  });

  it('does not show a known secret that a configuration module throws', async () => {
    await problemsOf({ env: { ...royal, ROYAL_SECRET_KEY: 'key-known-already' } });
    await write('throws.mjs', "throw new Error('no mint for key-known-already');");
    const problems = await problemsOf({ directory, file: 'throws.mjs', env: royal });
    expect(JSON.stringify(problems)).not.toContain('key-known-already');
  });

  it('takes __proto__ and constructor for the names that they are', async () => {
    const entry = '{ "provider": "royal", "options": { "presses": 4, "__proto__": { "isQuiet": true } } }';
    await write('proto.json', `{ "mint": ${entry}, "__proto__": { "spare": ${entry} } }`);
    const source = { directory, file: 'proto.json', env: royal };
    expect((await problemsOf(source)).map(({ path }) => path)).toEqual(['mint.__proto__']);
    expect((await readConfigured(source)).instances['spare']).toBeUndefined();
    const unnamed = await problemsOf({ env: royal, values: {} }, { constructor: mint.needs() });
    expect(unnamed.map(({ path }) => path)).toEqual(['constructor.provider']);
  });
});

describe('instances of a group', () => {
  it('reports a misspelt instance in place of passing it over', async () => {
    const values = { mint: { nroth: { provider: 'royal' } } };
    const problems = await problemsOf({ env: { MINT_NORTH_PROVIDER: 'local' }, values }, group);
    expect(problems).toMatchObject([{ path: 'mint.nroth', fix: 'Did you mean north? (in the code)' }]);
  });

  it('reports an entry that stands in the place of the group', async () => {
    const values = { mint: { provider: 'royal' } };
    const problems = await problemsOf({ env: { MINT_NORTH_PROVIDER: 'local' }, values }, group);
    expect(problems).toMatchObject([
      { path: 'mint.provider', fix: 'Write it below mint.north. (in the code)' },
    ]);
  });

  it('are not chosen by the variable of the group, and it is not passed over', async () => {
    const values = { mint: { north: { provider: 'local' } } };
    const problems = await problemsOf({ env: { MINT_PROVIDER: 'royal' }, values }, group);
    expect(problems).toMatchObject([{ variable: 'MINT_PROVIDER', fix: 'Rename it to MINT_NORTH_PROVIDER.' }]);
  });

  it('finds those of the file and those of the environment', async () => {
    const values = { storage: { uploads: { provider: 's3' } } };
    const env = { STORAGE_BACKUPS_PROVIDER: 'fs', STORAGE_UPLOADS_PROVIDER: 's3' };
    const { instances } = await readConfigured({ file: false, env, values });
    expect(Object.keys(instances['storage'] ?? {}).sort()).toEqual(['backups', 'uploads']);
  });
});

describe('needs', () => {
  it('are not met by what every object has', async () => {
    const needs = { ...mint.needs(), operations: ['toString'], traits: ['constructor'] };
    expect(await problemsOf({ env: royal }, { mint: needs })).toHaveLength(2);
  });

  it('may leave out an instance on a condition', async () => {
    const requirements = JSON.parse('{}') as { spare?: ReturnType<typeof mint.needs> };
    Object.assign(requirements, { spare: undefined, mint: { ...group.mint, south: undefined } });
    const { problems, instances } = await inspectConfig(requirements, { file: false, env: {} });
    expect([problems.length, instances.length]).toEqual([1, 0]);
  });
});
