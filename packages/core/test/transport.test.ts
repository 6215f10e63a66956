import { virtualClock } from '@patchbay/testing';
import { closedPort, type Fault, rateLimited, serve } from '@patchbay/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryAfter } from '../src/transport.ts';
import { acmeToy, makeToy } from './toy.ts';

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve(() => Response.json({ value: 'done' }, { headers: { 'request-id': 'request-1' } }));
});
afterAll(() => server.close());

const once = { retry: false } as const;
const key = { idempotencyKey: 'order-7' };

async function pay(fault: Fault | undefined, baseUrl = server.url) {
  if (fault !== undefined) server.fault(fault);
  const toy = acmeToy({ apiKey: 'acme-key-0123456789', baseUrl }, { policy: once });
  return toy.pay({ amount: 1 }, { ...key, timeoutMs: 2000 }).catch((error: unknown) => error);
}

describe('what happened to a write, over real sockets', () => {
  it.each<readonly [string, Fault, object]>([
    ['a reset before it was read', { kind: 'resetBefore' }, { code: 'network', outcome: 'unknown' }],
    ['a reset after it was done', { kind: 'resetAfter' }, { code: 'network', outcome: 'unknown' }],
    [
      'a page of a proxy',
      { kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' },
      { code: 'provider_unavailable', outcome: 'unknown' },
    ],
    [
      'a refusal that is not the vendor’s',
      { kind: 'status', status: 401, body: '{"message":"proxy"}' },
      { code: 'invalid_response', outcome: 'unknown' },
    ],
    ['an answer that is no JSON', { kind: 'garbage' }, { code: 'invalid_response', outcome: 'applied' }],
    [
      'an answer that is cut off',
      { kind: 'truncate', afterBytes: 4 },
      { code: 'invalid_response', outcome: 'applied' },
    ],
    ['a redirect', { kind: 'redirectLoop' }, { code: 'invalid_response', outcome: 'unknown' }],
    ['a limit', rateLimited(), { code: 'rate_limited', outcome: 'not_applied' }],
  ])('%s', async (_what, fault, expected) => {
    expect(await pay(fault)).toMatchObject(expected);
  });

  it('is certainly not done when nobody listens', async () => {
    expect(await pay(undefined, await closedPort())).toMatchObject({
      code: 'network',
      outcome: 'not_applied',
    });
  });

  it.each([
    [['ECONNREFUSED', 'EHOSTUNREACH'], 'not_applied'],
    [['ECONNREFUSED', 'ECONNRESET'], 'unknown'],
  ] as const)('of a host with several addresses that end with %s is %s', async (codes, outcome) => {
    const errors = codes.map((code) => Object.assign(new Error(code), { code }));
    const refusing = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new AggregateError(errors) }));
    const toy = makeToy(refusing, { policy: once });
    await expect(toy.pay({ amount: 1 }, key)).rejects.toMatchObject({ code: 'network', outcome });
  });

  it('notes the vendor’s request id, and never sends the header that binds an attempt', async () => {
    expect(await pay({ kind: 'status', status: 500, headers: { 'request-id': 'request-9' } })).toMatchObject({
      requestId: 'request-9',
    });
    expect(JSON.stringify(server.received)).not.toContain('patchbay-attempt');
  });
});

describe('one attempt is one request', () => {
  it('does not send a second request of an attempt, nor one of an attempt that is over', async () => {
    const before = server.received.length;
    const toy = acmeToy({ apiKey: 'acme-key-0123456789', baseUrl: server.url }, { policy: once });
    let late: (() => Promise<string>) | undefined;
    const twice = toy.use('twice', { repeat: 'never' }, async (post, attempt) => {
      late = () => post('/late', {}, attempt);
      await post('/first', {}, attempt);
      return post('/second', {}, attempt);
    });
    await expect(twice).rejects.toMatchObject({ name: 'IntegrationError' });
    await expect(late?.()).rejects.toThrow('over');
    expect(server.received.slice(before)).toHaveLength(1);
  });
});

describe('retryAfter', () => {
  const now = virtualClock().now();
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': new Date(now + 5000).toUTCString() }, 5000],
    [{ 'retry-after': new Date(now - 5000).toUTCString() }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (headers, expected) => {
    expect(retryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
