import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { createBrowser } from '@patchbay/tooling-story/browser';
import { expect, it } from 'vitest';
import { buildShop } from './support/built-shop.ts';
import { postcardPage } from './support/shop.ts';

it('a shop that is asked to stop finishes the purchase under way, and ends well', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-stop-'));
  const fake = stripeFake({ secretKey: 'sk_test_shop' });
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let answer = (): void => undefined;
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await using server = await serve(async (request) => {
    asked();
    await mayAnswer;
    return fake.handle(request);
  });
  await using built = await buildShop();
  const shop = spawn(process.execPath, ['--conditions=@patchbay/source', built.main], {
    env: {
      PORT: '0',
      SHOP_DATA: folder,
      PAYMENTS_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: 'sk_test_shop',
      STRIPE_WEBHOOK_SECRET: 'whsec_shop',
      STRIPE_BASE_URL: server.url,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(shop.stdout), 'line');
  const browser = createBrowser();
  const url = /^Postcard Shop: (\S+)/.exec(String(line))?.[1] ?? '';
  const postcard = await postcardPage({ browser, url }, /North/);
  const buying = browser.submit(postcard, { press: /^Buy$/, type: { email: 'ada@readers.example' } });
  await isAsked;
  shop.kill('SIGTERM');
  const ended = once(shop, 'exit');
  answer();
  expect((await buying).text).toContain('4242');
  expect(await ended).toEqual([0, null]);
  await rm(folder, { recursive: true });
}, 120_000);
