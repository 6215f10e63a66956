import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secret } from '@patchbay/core';
import { connect } from '@patchbay/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDirectories, temporaryDirectory } from './directories.ts';
import { adapters, mint } from './mint.ts';
import { optionsOf, problemsOf } from './problems.ts';

let directory: string;
const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text);

beforeAll(async () => {
  directory = await temporaryDirectory();
  await write('key.txt', 'key-from-file\n');
  await write('empty.txt', '\n');
});

const royal = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'key-of-vendor' };

afterAll(removeDirectories);

describe('sources of configuration', () => {
  it('takes the later of defaults, file, vendor variable, instance variable and code', async () => {
    const options = (baseUrl: string) => ({ mint: { provider: 'royal', options: { baseUrl } } });
    await write('layers.json', JSON.stringify(options('https://file.test')));
    const layers = [
      { defaults: options('https://defaults.test') },
      { directory, file: 'layers.json' },
      { env: { ...royal, ROYAL_BASE_URL: 'https://vendor.test' } },
      { env: { ...royal, ROYAL_BASE_URL: 'https://vendor.test', MINT_BASE_URL: 'https://instance.test' } },
      { values: options('https://code.test') },
    ];
    const winners: unknown[] = [];
    for (const [index] of layers.entries()) {
      const source = Object.assign({ env: royal }, ...layers.slice(0, index + 1)) as object;
      winners.push(await optionsOf(source));
    }
    expect(winners).toEqual(
      ['defaults', 'file', 'vendor', 'instance', 'code'].map((name) => ({
        secretKey: 'key-of-vendor',
        baseUrl: `https://${name}.test`,
      })),
    );
  });

  it('leaves out the options of a file that are meant for another provider', async () => {
    const values = { mint: { provider: 'royal', options: { secretKey: 'x' } } };
    await write('royal.json', JSON.stringify(values));
    await using app = await connect(
      { mint: mint.needs('strike') },
      { directory, file: 'royal.json', env: { MINT_PROVIDER: 'local', MINT_TITLE: 'own' }, adapters },
    );
    expect(app.mint.provider).toBe('local');
    expect(await app.mint.strike({ coins: 1 })).toBe('own');
  });

  it('takes only those defaults that the chosen adapter has', async () => {
    const defaults = { mint: { options: { title: 'ignored', presses: 2 } } };
    expect(await optionsOf({ env: royal, defaults })).toEqual({ secretKey: 'key-of-vendor', presses: 2 });
  });

  it('reads numbers, truths and lists from the text of variables', async () => {
    const env = { ...royal, MINT_PRESSES: '3', MINT_IS_QUIET: 'true', MINT_METALS: 'gold, silver' };
    expect(await optionsOf({ env })).toMatchObject({ presses: 3, isQuiet: true, metals: ['gold', 'silver'] });
  });

  it('leaves a text that is no number for the schema to refuse', async () => {
    expect(await problemsOf({ env: { ...royal, MINT_PRESSES: 'three' } })).toEqual([
      {
        path: 'mint.presses',
        variable: 'MINT_PRESSES',
        found: '"three"',
        expected: 'a whole number',
        fix: 'Change MINT_PRESSES.',
      },
    ]);
  });

  it('counts an empty variable as not set, and says so', async () => {
    const [problem] = await problemsOf({ env: { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: '' } });
    expect(problem).toMatchObject({ found: 'nothing' });
    expect(problem?.fix).toContain('is set and empty');
  });

  it('resolves references of secret options, lists of them too', async () => {
    const env = { ...royal, ROYAL_SECRET_KEY: 'file:key.txt,env:OTHER_KEY', OTHER_KEY: 'key-of-other' };
    expect(await optionsOf({ directory, env })).toEqual({ secretKey: ['key-from-file', 'key-of-other'] });
  });

  it('takes a Secret from the code', async () => {
    const values = { mint: { options: { secretKey: secret('key-in-code') } } };
    expect(await optionsOf({ env: royal, values })).toEqual({ secretKey: 'key-in-code' });
  });

  it.each([
    ['file:absent.txt', 'file:<directory>/absent.txt, which cannot be read (ENOENT)'],
    ['file:empty.txt', 'file:<directory>/empty.txt, which is empty'],
    ['env:NO_SUCH_KEY', 'env:NO_SUCH_KEY, a variable that is not set'],
  ])('reports a reference that leads nowhere: %s', async (reference, found) => {
    const problems = await problemsOf({ directory, env: { ...royal, ROYAL_SECRET_KEY: reference } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      path: 'mint.secretKey',
      found: found.replace('<directory>', directory),
    });
  });

  it.each([
    [
      'patchbay.config.mjs',
      'export const config = { mint: { provider: "royal", options: { presses: 4 } } };',
    ],
    ['default.mjs', 'export default { mint: { provider: "royal", options: { presses: 4 } } };'],
    ['typed.ts', 'export const config: object = { mint: { provider: "royal", options: { presses: 4 } } };'],
  ])('reads %s', async (file, text) => {
    await write(file, text);
    expect(await optionsOf({ directory, file, env: royal })).toMatchObject({ presses: 4 });
  });

  it('reports a file that is no JSON without quoting it: a secret may stand there', async () => {
    await write('broken.json', '{ "mint": { "options": { "secretKey": live_abcdef } } }');
    const [problem] = await problemsOf({ directory, file: 'broken.json', env: royal });
    expect(problem?.path).toBe('broken.json');
    expect(problem?.found).toContain('SyntaxError');
    expect(JSON.stringify(problem)).not.toContain('live_');
  });

  it('reports a file that is named and not there', async () => {
    const [problem] = await problemsOf({ directory, file: 'absent.json', env: royal });
    expect(problem).toMatchObject({ path: 'absent.json', found: 'no such file' });
  });
});
