import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrationError, type Interceptor } from '@patchbay/core';
import { connect, inspectConfig } from '@patchbay/core/node';
import { virtualClock } from '@patchbay/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { removeDirectories, temporaryDirectory } from './directories.ts';
import { adapters, mint } from './mint.ts';
import { problemsOf } from './problems.ts';

const royal = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'key-of-vendor' };
const two = { mint: { north: mint.needs('strike'), south: mint.needs('strike') } };
const bothRoyal = { MINT_NORTH_PROVIDER: 'royal', MINT_SOUTH_PROVIDER: 'royal' };

afterAll(removeDirectories);

describe('connect', () => {
  it('hands over each instance under its name and closes them together', async () => {
    const env = { ...bothRoyal, MINT_NORTH_SECRET_KEY: 'key-north', MINT_SOUTH_SECRET_KEY: 'key-south' };
    const app = await connect(two, { file: false, env, adapters });
    expect(await app.mint.north.strike({ coins: 1 })).toContain('key-north');
    expect(app.mint.south.name).toBe('south');
    expect(Object.keys((await app.health()).instances)).toEqual(['mint.north', 'mint.south']);
    await app.close();
    await expect(app.mint.south.strike({ coins: 1 })).rejects.toMatchObject({ reason: 'closed' });
  });

  it('refuses a vendor variable that could be meant for either of two instances', async () => {
    const problems = await problemsOf({ env: { ...bothRoyal, ROYAL_SECRET_KEY: 'key-of-vendor' } }, two);
    expect(problems.map(({ path, variable }) => [path, variable])).toEqual([
      ['mint.north.secretKey', 'MINT_NORTH_SECRET_KEY'],
      ['mint.south.secretKey', 'MINT_SOUTH_SECRET_KEY'],
    ]);
  });

  it('gives every instance its setup, its policy and its name', async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    const recorder: Interceptor = {
      around: (operation, next) => {
        seen.push(`${operation.integration} ${operation.operation}`);
        return next();
      },
    };
    const asked: unknown[] = [];
    await using app = await connect(
      { mint: mint.needs('strike') },
      {
        file: false,
        env: royal,
        adapters,
        values: { mint: { policy: { rateLimit: { perSecond: 1, burst: 1 } } } },
        setup: (instance) => {
          asked.push(instance);
          return { clock, interceptors: [recorder] };
        },
      },
    );
    await app.mint.strike({ coins: 1 });
    expect(seen).toEqual(['mint mint.strike']);
    expect(await clock.settle(app.mint.strike({ coins: 1 }))).toMatchObject({ elapsedMs: 1000 });
    expect(asked).toEqual([{ path: 'mint', category: 'mint', provider: 'royal' }]);
  });

  it('reports all problems of all instances at once', async () => {
    const file = join(await temporaryDirectory(), 'mint.json');
    const north = {
      provider: 'royal',
      options: { presses: -1, seceretKey: 'x' },
      policy: { retry: { atempts: 3 } },
    };
    await writeFile(file, JSON.stringify({ mint: { north, south: { provider: 'nowhere', optoins: {} } } }));
    const problems = await problemsOf({ file }, two);
    expect(problems.map(({ path }) => path)).toEqual([
      'mint.north.policy.retry.atempts',
      'mint.north.seceretKey',
      'mint.north.secretKey',
      'mint.north.presses',
      'mint.south.optoins',
      'mint.south.provider',
    ]);
    expect(problems[0]?.fix).toBe('Did you mean attempts?');
    expect(problems[1]?.fix).toBe('Did you mean secretKey? (in mint.json)');
  });

  it('is adapter_missing where packages are all that is missing, and keeps the cause', async () => {
    const source = {
      file: false,
      env: { MINT_PROVIDER: 'nowhere', npm_config_user_agent: 'yarn/4.1.0 npm/?' },
    } as const;
    const error: unknown = await connect({ mint: mint.needs() }, { ...source, directory: '/' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(IntegrationError.is(error, 'adapter_missing')).toBe(true);
    expect(String(error)).toContain('yarn add @patchbay/mint-nowhere');
    expect(error).toHaveProperty('cause');
  });

  it('needs a provider where the category has no embedded one', async () => {
    expect(await problemsOf({})).toMatchObject([
      { path: 'mint.provider', variable: 'MINT_PROVIDER', found: 'nothing' },
    ]);
  });

  it('lists what the provider does not have, and what nobody has', async () => {
    const needs = {
      mint: { ...mint.needs('strike', 'coins.melt'), operations: ['strike', 'coins.melt', 'coin.melt'] },
    };
    const problems = await problemsOf({ env: { MINT_PROVIDER: 'local' } }, needs);
    expect(problems.map(({ found, fix }) => [found, fix?.slice(0, 12)])).toEqual([
      ['local does not have it', 'Choose anoth'],
      ['no operation of this name', 'Did you mean'],
    ]);
  });

  it.each([
    { env: { ROYAL_SECRET_KEY: 'live_abcdef' }, path: 'mint.secretKey' },
    { env: { ROYAL_SECRET_KEY: 'test_abcdef', NODE_ENV: 'production' }, path: 'mint.secretKey' },
    { env: { ROYAL_SECRET_KEY: 'live_abcdef', MINT_MODE: 'live' } },
    { env: { ROYAL_SECRET_KEY: 'test_abcdef', NODE_ENV: 'production', MINT_MODE: 'test' } },
    { env: { ROYAL_SECRET_KEY: 'test_abcdef', MINT_MODE: 'lvie' }, path: 'mint.mode' },
  ])('holds the mode of the key against what is meant: $env', async ({ env, path }) => {
    const problems = await problemsOf({ env: { MINT_PROVIDER: 'royal', ...env } });
    expect(problems.map((problem) => problem.path)).toEqual(path === undefined ? [] : [path]);
    expect(JSON.stringify(problems)).not.toContain('_abcdef');
  });

  it('finds a live key even beside another mistake', async () => {
    const env = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'live_abcdef', MINT_PRESSES: '0' };
    expect((await problemsOf({ env })).map(({ path }) => path)).toEqual(['mint.presses', 'mint.secretKey']);
  });

  it.each([
    [{ ...royal, MINT_PRESES: '3' }, 'MINT_PRESSES'],
    [{ ROYAL_SECRET_KEY: 'key-of-vendor', MINT_PROVDER: 'royal' }, 'MINT_PROVIDER'],
  ])('reports a misspelt variable of an instance in place of passing it over: %o', async (env, meant) => {
    const fixes = (await problemsOf({ env })).map(({ fix }) => fix);
    expect(fixes.join(' ')).toContain(meant);
  });

  it('says where each option comes from, never its value', async () => {
    const { instances } = await inspectConfig({ mint: mint.needs() }, { file: false, env: royal, adapters });
    expect(instances[0]?.options[0]).toMatchObject({
      field: { name: 'secretKey' },
      source: 'ROYAL_SECRET_KEY',
    });
    expect(JSON.stringify(instances)).not.toContain('key-of-vendor');
  });
});
