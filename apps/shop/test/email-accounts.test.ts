import { type SendgridFake, sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type FaultServer, serve } from '@patchbay/testing/node';
import type { Page } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { buy, newestOrder, type OpenShop, openShop, pay, untilShown } from './support/shop.ts';

/** One account at the provider, behind a listener of its own. */
interface Account {
  readonly post: SendgridFake;
  readonly server: FaultServer;
}

interface TwoAccountShop extends OpenShop {
  readonly main: Account;
  readonly second: Account;
}

async function openAccount(name: string): Promise<Account> {
  const post = sendgridFake({ apiKey: `SG.${name}.key` });
  return { post, server: await serve(post) };
}

async function environmentOf(name: string, { post, server }: Account): Promise<Record<string, string>> {
  const variable = `EMAIL_${name.toUpperCase()}`;
  return {
    [`${variable}_PROVIDER`]: 'sendgrid',
    [`${variable}_API_KEY`]: `SG.${name}.key`,
    [`${variable}_WEBHOOK_PUBLIC_KEY`]: await post.publicKey(),
    [`${variable}_BASE_URL`]: server.url,
  };
}

async function openTwoAccountShop(): Promise<TwoAccountShop> {
  const [main, second] = await Promise.all([openAccount('main'), openAccount('second')]);
  const shop = await openShop({
    ...(await environmentOf('main', main)),
    ...(await environmentOf('second', second)),
  });
  return {
    ...shop,
    main,
    second,
    async [Symbol.asyncDispose]() {
      await shop[Symbol.asyncDispose]();
      await Promise.all([main.server.close(), second.server.close()]);
    },
  };
}

const taken = ({ main, second }: TwoAccountShop): readonly number[] => [
  main.post.accepted.length,
  second.post.accepted.length,
];

const inDoubt = /Receipt \(€3\.50\) may have been sent/;

/** A paid order whose receipt was answered with 503 by the first account, as all are from now on. */
async function orderInDoubt(shop: TwoAccountShop): Promise<Page> {
  shop.main.server.fault({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });
  await pay(shop, await buy(shop));
  return shop.browser.awaitText(await newestOrder(shop), inDoubt);
}

describe('a shop with two accounts of email', () => {
  it('sends by the first one while that works', async () => {
    await using shop = await openTwoAccountShop();
    const order = await shop.browser.awaitText(await pay(shop, await buy(shop)), /\(€3\.50\) was sent/);
    expect(order.text).toMatch(/email\.send sendgrid \(main\) 1 attempt [\d.]+ ms done/);
    expect(order.text).toContain('EMAIL_MAIN_PROVIDER, EMAIL_SECOND_PROVIDER');
    expect(taken(shop)).toEqual([1, 0]);
  });

  it('sends by the second what the first certainly did not take, and believes the webhook of the second', async () => {
    await using shop = await openTwoAccountShop();
    await shop.restart({ EMAIL_MAIN_API_KEY: 'SG.wrong.key' });
    const order = await shop.browser.awaitText(await pay(shop, await buy(shop)), /\(€3\.50\) was sent/);
    expect(order.text).toMatch(
      /email\.send sendgrid \(main\) 1 attempt [\d.]+ ms not applied provider_auth_failed/,
    );
    expect(order.text).toMatch(/email\.send sendgrid \(second\) 1 attempt [\d.]+ ms done/);
    expect(taken(shop)).toEqual([0, 1]);
    const { post } = shop.second;
    await fetch(await post.sign([post.emit('delivered', {})], { url: `${shop.url}/webhooks/email` }));
    await untilShown(shop, order.url, /message\.delivered/);
  });

  it('leaves a mail of unknown fate with the first, while the next go by the second', async () => {
    await using shop = await openTwoAccountShop();
    await orderInDoubt(shop);
    await pay(shop, await buy(shop));
    const next = await shop.browser.awaitText(await newestOrder(shop), /\(€3\.50\) was sent/);
    expect(next.text).toMatch(/email\.send sendgrid \(main\) no attempts [\d.]+ ms not applied circuit_open/);
    expect(shop.main.server.received).toHaveLength(1);
    expect(taken(shop)).toEqual([0, 1]);
    const health: unknown = await (await fetch(`${shop.url}/health/integrations/email`)).json();
    expect(health).toMatchObject({
      status: 'degraded',
      provider: 'sendgrid',
      last_check: expect.any(String),
    });
  });

  it('sends a mail of unknown fate again only by the account that may have it, also after a restart', async () => {
    await using shop = await openTwoAccountShop();
    const { url } = await orderInDoubt(shop);
    const sendAgain = async () => shop.browser.submit(await shop.browser.open(url), { press: /Send again/ });
    await shop.restart();
    await orderInDoubt(shop); // so that the first account is left alone once more
    await sendAgain();
    const asked = await shop.browser.awaitText(await shop.browser.open(url), /not applied circuit_open/);
    expect((await shop.browser.awaitText(asked, inDoubt)).text).not.toContain('(second)');
    expect(taken(shop)).toEqual([0, 0]);

    shop.main.server.reset();
    await shop.restart();
    await sendAgain();
    await shop.browser.awaitText(await shop.browser.open(url), /Receipt \(€3\.50\) was sent/);
    expect(taken(shop)).toEqual([1, 0]);
  });

  it('does not open with a setting that could mean either', async () => {
    await expect(
      openShop({ EMAIL_PROVIDER: 'sendgrid', EMAIL_SECOND_PROVIDER: 'outbox' }),
    ).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('Rename it to EMAIL_MAIN_PROVIDER.'),
    });
  });
});
