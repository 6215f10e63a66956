import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveriesShop, isSignedBy, openDeliveriesShop } from './support/deliveries-shop.ts';
import { count, formsOf, untilShown } from './support/shop.ts';

let shop: DeliveriesShop;
beforeEach(async () => {
  shop = await openDeliveriesShop();
});
afterEach(() => shop[Symbol.asyncDispose]());

const page = (wanted: RegExp) => untilShown(shop, `${shop.url}/deliveries`, wanted);

/** Presses the first such button as soon as there is one, and returns the page that comes. */
async function press(label: string) {
  return shop.browser.submit(await page(new RegExp(label)), { press: new RegExp(`^${label}$`) });
}

/** Adds an endpoint at a path, and returns its secret. */
async function addEndpoint(path: string, events = ''): Promise<string> {
  const url = `${shop.listener.url}${path}`;
  const shown = await shop.browser.submit(await page(/Add/), { press: /^Add$/, type: { url, events } });
  return /whsec_[\w+/=]+/.exec(shown.text)?.[0] ?? '';
}

const tell = (id: string, type = 'order.paid') =>
  shop.sender.send({ id, type, data: { orderId: 'order_1' } });

describe('webhooks that came in', () => {
  it('are listed with type, object, tries and state, and handled once more on request', async () => {
    expect(await shop.deliver('event-1', 'customer_7')).toBe(200);
    const { text } = await page(/customer\.updated.*handled/s);
    expect(text).toMatch(/customer_7.*1 try/s);
    await press('Replay');
    await expect.poll(() => shop.handled).toEqual(['event-1', 'event-1']);
    expect((await page(/2 tries/)).text).toContain('handled');
  });

  it('that were given up say why, and are handled when they are tried again', async () => {
    shop.fail(new Error('The customers are away.'));
    await shop.deliver('event-1');
    const { text } = await page(/After 1 try: .*The customers are away\./s);
    expect(text).toContain('given up');
    shop.fail(undefined);
    await press('Try again');
    await expect.poll(() => shop.handled).toEqual(['event-1']);
    expect((await page(/Nothing was given up\./)).text).not.toContain('The customers are away.');
  });

  it('are gone from what was given up once they are discarded, and can still be replayed', async () => {
    shop.fail(new Error('The customers are away.'));
    await shop.deliver('event-1');
    const { text } = await press('Discard');
    expect(count(text, 'Nothing was given up.')).toBe(2);
    shop.fail(undefined);
    await press('Replay');
    await expect.poll(() => shop.handled).toEqual(['event-1']);
  });
});

describe('endpoints', () => {
  it('get a secret that is shown once, and what they are sent is signed by it', async () => {
    const secret = await addEndpoint('/hook', 'order.*');
    expect(secret).toMatch(/^whsec_/);
    await tell('paid-1');
    await tell('other-1', 'stock.low');
    const { text } = await page(/delivered/);
    expect(text).toMatch(/order\.paid.*paid-1.*1: 200 in \d+ ms/s);
    expect(text).not.toContain('whsec_');
    expect(shop.listener.received.map(({ headers }) => headers.get('webhook-id'))).toEqual(['paid-1']);
    const [request] = shop.listener.received;
    expect(request && (await isSignedBy(secret, request))).toBe(true);
  });

  it('that get another secret are sent signatures by both', async () => {
    const first = await addEndpoint('/hook');
    const shown = await press('New secret');
    const second = /whsec_[\w+/=]+/.exec(shown.text)?.[0] ?? '';
    expect(second).not.toBe(first);
    await tell('paid-1');
    await page(/delivered/);
    const [request] = shop.listener.received;
    for (const secret of [first, second]) expect(request && (await isSignedBy(secret, request))).toBe(true);
  });

  it('are sent nothing while they are disabled, and forgotten when they are deleted', async () => {
    await addEndpoint('/hook');
    await press('Disable');
    await tell('paid-1');
    expect((await page(/was disabled when its time came/)).text).toContain('every event; disabled');
    await press('Enable');
    await tell('paid-2');
    await page(/1: 200 in/);
    expect((await press('Delete')).text).toContain('Nobody is told of our orders yet.');
    expect(shop.listener.received).toHaveLength(1);
  });

  it('are sent one message again, or all of a time', async () => {
    await addEndpoint('/hook');
    await tell('paid-1');
    await page(/delivered/);
    await tell('paid-2');
    await expect.poll(() => shop.listener.received.length).toBe(2);
    const ids = () => shop.listener.received.map(({ headers }) => headers.get('webhook-id'));
    const listed = await page(/paid-2.*delivered.*paid-1.*delivered/s);
    await shop.browser.submit(listed, { press: /^Replay$/ });
    await expect.poll(ids).toEqual(['paid-1', 'paid-2', 'paid-2']);
    await shop.browser.submit(listed, { press: /^Replay all$/, choose: /^week$/ });
    await expect.poll(() => ids().toSorted()).toEqual(['paid-1', 'paid-1', 'paid-2', 'paid-2', 'paid-2']);
  });

  it('that fail get dead letters, which can be sent again or discarded', async () => {
    await addEndpoint('/hook');
    shop.listener.fault({ kind: 'status', status: 500, times: 2 });
    await tell('paid-1');
    await press('Try again');
    await page(/2: 500 in/);
    await press('Try again');
    await page(/3: 200 in/);
    shop.listener.fault({ kind: 'status', status: 500, times: 1 });
    await tell('paid-2');
    expect(count((await press('Discard')).text, 'Nothing was given up.')).toBe(2);
    expect(shop.listener.received).toHaveLength(4);
  });

  it.each(['http://10.0.0.1/hook', 'ftp://127.0.0.1/', 'hook', 'http://u:p@127.0.0.1/'])(
    'are refused in plain words at %s',
    async (url) => {
      const { status, text } = await shop.browser.submit(await page(/Add/), {
        press: /^Add$/,
        type: { url },
      });
      expect(status).toBe(400);
      expect(text).toContain('is not sent to');
      expect(await shop.sender.endpoints.list()).toEqual([]);
    },
  );
});

describe('the page of deliveries', () => {
  it('takes no form of another site, and none that it did not make', async () => {
    const send = async (path: string, body: string, origin = shop.url) => {
      const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
      return (await fetch(`${shop.url}/deliveries${path}`, { method: 'POST', headers, body })).status;
    };
    const url = encodeURIComponent(`${shop.listener.url}/hook`);
    expect(await send('/endpoints', `url=${url}&events=`, 'https://evil.test')).toBe(403);
    expect(await send('/endpoints', 'events=')).toBe(400);
    expect(await send('/endpoints/ep_none', 'do=explode')).toBe(400);
    expect(await send('/endpoints/ep_none', 'do=enable')).toBe(404);
    expect(await send('/endpoints/ep_none/replay', 'hours=24')).toBe(404);
    expect(await send('/dead', 'queue=mails&id=x&do=discard')).toBe(404);
    expect(await send('/in/crm', 'key=unknown')).toBe(404);
    expect(await send('/in/other', 'key=unknown')).toBe(404);
    expect(await shop.sender.endpoints.list()).toEqual([]);
  });

  it('shows what any other work of the shop has given up', async () => {
    await shop.jobs.enqueue({ queue: 'chores', id: 'sweep-1', payload: {} });
    await using worker = shop.jobs.work('chores', () => Promise.reject(new Error('No broom.')), {
      retry: () => 'never',
    });
    expect((await page(/chores sweep-1/)).text).toContain('After 1 try: ');
    expect(formsOf(await page(/No broom/)).flatMap(({ buttons }) => buttons)).toContainEqual(
      expect.objectContaining({ label: 'Discard' }),
    );
    await worker.close();
  });
});

describe('in production', () => {
  const monitorToken = 'token-of-the-monitor-of-this-test';

  it.each([undefined, monitorToken])('is not there for strangers (token: %s)', async (token) => {
    await using open = await openDeliveriesShop({ isPublic: true, monitorToken: token });
    const ask = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${open.url}/deliveries${path}`, init)).status;
    const headers = { authorization: 'Bearer undefined', origin: open.url };
    expect(await ask('')).toBe(404);
    expect(await ask('', { headers })).toBe(404);
    expect(await ask('/endpoints', { method: 'POST', headers, body: new URLSearchParams('url=x') })).toBe(
      404,
    );
  });

  it('is there for whoever has the token', async () => {
    await using open = await openDeliveriesShop({ isPublic: true, monitorToken });
    const headers = { authorization: `Bearer ${monitorToken}` };
    const response = await fetch(`${open.url}/deliveries`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
