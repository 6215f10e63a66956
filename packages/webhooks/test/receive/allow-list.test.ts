import { describe, expect, it } from 'vitest';
import { allowList, whyNotNetwork } from '../../src/receive/allow-list.ts';

describe('an allow-list', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24', '::ffff:203.0.113.9', true],
    ['203.0.113.0/24', '::ffff:cb00:7109', true],
    ['::ffff:203.0.113.0/120', '203.0.113.9', true],
    ['::ffff:203.0.113.0/120', '203.0.114.9', false],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '203.0.113.1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['127.0.0.0/8', '0x7f.1', false],
    ['127.0.0.0/8', '2130706433', false],
    ['8.0.0.0/8', '010.0.0.1', false],
    ['0.0.0.0/0', '', false],
    ['0.0.0.0/0', '203.0.113.7, 198.51.100.1', false],
  ])('with %s, and %s: %s', (network, address, isAllowed) => {
    expect(allowList([network]).allows(address)).toBe(isAllowed);
  });

  it('lets nobody in whose address is unknown', () => {
    expect(allowList(['0.0.0.0/0', '::/0']).allows(undefined)).toBe(false);
  });

  it.each([
    '203.0.113.0/33',
    '203.0.113.0/',
    '203.0.113.0/+8',
    '203.0.113/24',
    '::/129',
    'example.com',
    '',
    '10.0.0.0/8/8',
    '010.0.0.0/8',
  ])('is not made of %s', (network) => {
    expect(whyNotNetwork(network)).toMatch(/no network/);
  });

  it('is not made of a network that begins elsewhere', () => {
    expect(whyNotNetwork('203.0.113.7/24')).toMatch('203.0.113.0/24');
    expect(whyNotNetwork('2001:db8::1/32')).toMatch('2001:db8::/32');
    expect(whyNotNetwork('203.0.113.0/24')).toBeUndefined();
    expect(whyNotNetwork('2001:db8::/32')).toBeUndefined();
  });
});
