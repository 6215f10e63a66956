import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeApplication } from '../../../packages/cli/test/application.ts';
import { brokenConfigurations, secretValues } from '../../../packages/cli/test/broken-configurations.ts';
import { runTrapped } from '../../../packages/cli/test/command.ts';
import { listen } from '../src/listen.ts';
import { type BuiltShop, buildShop } from './support/built-shop.ts';
import { openShop } from './support/shop.ts';

const trap = fileURLToPath(new URL('../../../packages/cli/test/no-network.mjs', import.meta.url));

let built: BuiltShop | undefined;
beforeAll(async () => {
  built = await buildShop();
});
afterAll(() => built?.[Symbol.asyncDispose]());

/** What is wrong here is payments; in production nobody provides the others by default. */
const others = {
  EMAIL_PROVIDER: 'outbox',
  STORAGE_PROVIDER: 'fs',
  STATE_PROVIDER: 'sqlite',
  JOBS_PROVIDER: 'sqlite',
  AUTH_PROVIDER: 'oidc',
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'postcard-shop',
  OIDC_TRANSACTION_SECRET: 'transaction-secret-of-the-shop-in-its-tests',
};

/** Starts the shop in a directory, with nothing but this environment and the network trapped. */
async function start(directory: string, environment: Readonly<Record<string, string>>) {
  const words = ['--conditions=@patchbay/source', '--import', trap, built?.main ?? ''];
  return runTrapped(directory, words, {
    SHOP_DATA: `${directory}/data`,
    ...others,
    ...environment,
  });
}

// Each starts a program of its own, on a machine that may be busy.
describe('the start of the shop', { timeout: 180_000 }, () => {
  it.each(brokenConfigurations)('reports $id, exits with 1 and opens nothing', async (configuration) => {
    await using application = await writeApplication(configuration);
    const { currency = 'EUR', env } = configuration;
    const ran = await start(application.directory, { SHOP_CURRENCY: currency, ...env });
    expect(ran).toMatchObject({ status: 1, stdout: '', traffic: '' });
    for (const value of secretValues) expect(ran.stderr).not.toContain(value);
    for (const path of configuration.paths) expect(ran.stderr).toMatch(new RegExp(`^ {2}${path}( |$)`, 'm'));
    await expect(ran.stderr).toMatchFileSnapshot(`snapshots/${configuration.id}.txt`);
  });

  it('reports its own settings together with those of the providers', async () => {
    await using application = await writeApplication({});
    const ran = await start(application.directory, {
      PORT: 'eighty',
      SHOP_URL: 'shop.example.com',
      SHOP_CURRENCY: 'EURO',
      SHOP_SENDER: 'Postcard Shop',
      PAYMENTS_PROVIDER: 'strpe',
    });
    expect(ran).toMatchObject({ status: 1, stdout: '', traffic: '' });
    expect(ran.stderr).toContain('5 problems in the configuration');
    await expect(ran.stderr).toMatchFileSnapshot('snapshots/own-settings.txt');
  });

  it('takes the next port when its own is taken, and no other when it was told which', async () => {
    await using first = await openShop();
    const port = Number(new URL(first.url).port);
    await expect(listen({ host: '127.0.0.1', port, portIsFixed: true })).rejects.toThrow(
      /PORT\n.*listens already/,
    );
    const next = await listen({ host: '127.0.0.1', port, portIsFixed: false });
    expect(Number(new URL(next.localUrl).port)).toBeGreaterThan(port);
    await next.close();
  });

  it('refuses to pay with play money, and to let anybody be anybody, in production', async () => {
    await using application = await writeApplication({});
    const ran = await start(application.directory, { NODE_ENV: 'production', AUTH_PROVIDER: 'local' });
    expect(ran).toMatchObject({ status: 1, stdout: '', traffic: '' });
    expect(ran.stderr).toContain('payments.provider');
    expect(ran.stderr).toContain('auth.provider');
  });
});
