import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, signIn } from './support/world.ts';

describe('returnTo', () => {
  it.each([
    '/',
    '/orders',
    '/orders?next=//x',
    '/a#b',
    '/%2F%2Fevil.test',
    'https://app.test/x',
    'https://shop.test/cart',
  ])('may be %s', async (returnTo) => {
    await using world = await newWorld();
    expect((await signIn(world, 'ada', { returnTo })).returnTo).toBe(returnTo);
  });

  it.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    ' //evil.test',
    '/.//evil.test',
    '/x/..//evil.test',
    'https:evil.test',
    'https:/evil.test',
    'https://evil.test',
    'http://app.test/',
    'https://app.test.evil.test/',
    'https://app.test@evil.test/',
    'https://user:pass@app.test/',
    'https://app.test:444/',
    'https://shop.test.:443/',
    'javascript:alert(1)',
    'data:text/html,x',
    'orders',
    '',
    '?x',
    '#x',
    'https://',
    'ftp://app.test/',
    `/${'x'.repeat(2000)}`,
    '/\u0000',
    '/\ud800',
  ])('must not be %j', async (returnTo) => {
    await using world = await newWorld();
    expect(await failureOf(world.auth.signIn.begin({ returnTo }))).toEqual([
      'invalid_request',
      'return_to_refused',
    ]);
  });
});
