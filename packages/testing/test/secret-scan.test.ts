import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { secretScan } from '../src/node/index.ts';

const secret = 'sk_test/4711+a?b=ü';
const places = (value: unknown): string[] =>
  secretScan(value, ['other-secret', secret]).map((leak) => leak.place);

describe('secretScan', () => {
  it('finds nothing in a clean error', () => {
    const error = Object.assign(new Error('declined'), { requestId: 'r1', cause: new Error('status 402') });
    expect(secretScan(error, [secret])).toEqual([]);
  });

  it.each([
    ['plain', secret],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64', `Basic ${Buffer.from(`${secret}:`).toString('base64')}`],
    ['base64', Buffer.from(`u:${secret}`).toString('base64')],
    ['base64', Buffer.from(`us:${secret}`).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['url', encodeURIComponent(secret)],
    ['url', encodeURIComponent(secret).toLowerCase()],
    ['url', new URLSearchParams({ secret }).toString()],
    ['hex', Buffer.from(secret).toString('hex')],
    ['hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('finds it written as %s', (form, text) => {
    expect(secretScan(`before ${text} after`, ['other-secret', secret])).toContainEqual({
      secret: 1,
      form,
      place: 'text',
    });
  });

  it('finds it in bytes that were printed', () => {
    expect(secretScan({ body: Buffer.from(secret) }, [secret])).toEqual([
      { secret: 0, form: 'bytes', place: 'json' },
      { secret: 0, form: 'bytes', place: 'inspect' },
    ]);
    expect(secretScan({ body: new TextEncoder().encode(secret) }, [secret])).toContainEqual({
      secret: 0,
      form: 'bytes',
      place: 'inspect',
    });
  });

  it('finds a key of several lines, whole or by one line', () => {
    const key = `-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUA\n-----END PRIVATE KEY-----`;
    expect(secretScan({ key }, [key]).map((leak) => leak.place)).toEqual(
      expect.arrayContaining(['json', 'inspect']),
    );
    expect(secretScan('line QUJDREVGR0hJSktMTU5PUA', [key])).toHaveLength(1);
    expect(secretScan('-----BEGIN PRIVATE KEY-----', [key])).toEqual([]);
  });

  it('tells where an error gives it away', () => {
    expect(places(new Error(`key ${secret}`))).toEqual(
      expect.arrayContaining(['text', 'message', 'stack', 'inspect']),
    );
    expect(places(Object.assign(new Error('no'), { config: { headers: [secret] } }))).toEqual([
      'json',
      'inspect',
    ]);
    const hidden = Object.defineProperty({}, 'key', { value: secret, enumerable: false });
    expect(places(hidden)).toEqual(['inspect']);
    const deep = { a: { b: { c: { d: { e: { f: { g: { h: secret } } } } } } } };
    expect(places(deep)).toEqual(['json', 'inspect']);
    expect(places({ long: `${'x'.repeat(20_000)}${secret}` })).toContain('inspect');
    expect(places({ many: [...Array.from({ length: 150 }, () => 'x'), secret] })).toContain('inspect');
  });

  it('follows causes that are not enumerable, that print themselves, and cycles', () => {
    const leaky = Object.assign(new Error('vendor'), { header: secret });
    const outer = { message: 'safe', toJSON: () => 'safe', [inspect.custom]: () => 'safe' };
    Object.defineProperty(outer, 'cause', { value: leaky, enumerable: false });
    Object.defineProperty(leaky, 'cause', { value: outer });
    expect(places(outer)).toEqual(['cause.json', 'cause.inspect']);
  });

  it('follows the errors of an aggregate', () => {
    const found = places(new AggregateError([new Error('fine'), new Error(secret)], 'all failed'));
    expect(found).toContain('errors[1].message');
    expect(found).not.toContain('errors[0].message');
  });

  it('survives values that cannot be printed', () => {
    const cyclic: Record<string, unknown> = { secret };
    cyclic['self'] = cyclic;
    expect(places(cyclic)).toEqual(['inspect']);
    const throwing = Object.defineProperty({ secret }, 'message', {
      get: () => {
        throw new Error('no');
      },
    });
    expect(places(throwing)).toContain('json');
    expect(places(undefined)).toEqual([]);
    expect(places(null)).toEqual([]);
  });

  it('refuses a secret that would be found by chance', () => {
    expect(() => secretScan('abc', ['abc'])).toThrow('fewer than 6 characters');
  });
});
