import { BlockList } from 'node:net';
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardedTransport } from '../../src/node/index.ts';

/** https://www.iana.org/assignments/iana-ipv4-special-registry (2025-11), and multicast: written down apart from the guard’s own list. */
const special = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const list = new BlockList();
for (const [base, bits] of special) list.addSubnet(base, bits);

type Octets = readonly number[];

const toNumber = (octets: Octets): number => octets.reduce((sum, octet) => sum * 256 + octet, 0);
const toOctets = (value: number): Octets => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256);

const notations = {
  decimal: (value: number) => String(value),
  octal: (value: number) => `0${value.toString(8)}`,
  hex: (value: number) => `0x${value.toString(16)}`,
  upperHex: (value: number) => `0X${value.toString(16).toUpperCase()}`,
  longHex: (value: number) => `0x${value.toString(16).padStart(12, '0')}`,
};

const notation = constantFrom(...Object.values(notations));

/** Any way to write an IPv4 address into a URL: one to four parts, each in its own notation, any dot, perhaps one at the end. */
const spelling = tuple(
  integer({ min: 1, max: 4 }),
  array(notation, { minLength: 4, maxLength: 4 }),
  constantFrom('.', '。', '．', '｡', '%2E', '%2e'),
  constantFrom('', '.'),
);

function spell(
  octets: Octets,
  [parts, write, dot, end]: [number, ((value: number) => string)[], string, string],
) {
  const last = toNumber(octets.slice(parts - 1));
  const values = [...octets.slice(0, parts - 1), last];
  return `${values.map((value, index) => write[index]?.(value)).join(dot)}${end}`;
}

const inSpecialBlock = tuple(constantFrom(...special), integer({ min: 0, max: 2 ** 32 - 1 })).map(
  ([[base, bits], drawn]) => {
    const size = 2 ** (32 - bits);
    return toOctets(toNumber(base.split('.').map(Number)) + (drawn % size));
  },
);

const anyAddress = integer({ min: 0, max: 2 ** 32 - 1 }).map(toOctets);

const check = (host: string) => guardedTransport().check(`https://${host}/`);
const hex = (octets: Octets): string => octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
const groups = (octets: Octets): string => `${hex(octets.slice(0, 2))}:${hex(octets.slice(2))}`;

describe('an IPv4 address', () => {
  it('of a special block is refused, however it is spelt', () => {
    assert(
      property(inSpecialBlock, spelling, (octets, way) => check(spell(octets, way)) === 'address_not_public'),
    );
  });

  it('is refused if and only if it is of a special block, however it is spelt', () => {
    assert(
      property(anyAddress, spelling, (octets, way) => {
        const expected = list.check(octets.join('.')) ? 'address_not_public' : undefined;
        expect(check(spell(octets, way))).toBe(expected);
      }),
    );
  });

  it('inside an IPv6 address is refused, whatever it is', () => {
    const carriers = {
      mapped: (octets: Octets) => `::ffff:${octets.join('.')}`,
      mappedInHex: (octets: Octets) => `0:0:0:0:0:FFFF:${groups(octets)}`,
      compatible: (octets: Octets) => `::${octets.join('.')}`,
      translated: (octets: Octets) => `::ffff:0:${octets.join('.')}`,
      nat64: (octets: Octets) => `64:ff9b::${groups(octets)}`,
      localNat64: (octets: Octets) => `64:ff9b:1::${octets.join('.')}`,
      sixToFour: (octets: Octets) => `2002:${groups(octets)}::1`,
      teredoServer: (octets: Octets) => `2001:0:${groups(octets)}::1`,
    };
    assert(
      property(anyAddress, constantFrom(...Object.values(carriers)), (octets, carry) => {
        expect(check(`[${carry(octets)}]`)).toBe('address_not_public');
      }),
    );
  });
});

describe('an IPv6 address', () => {
  it('outside of 2000::/3 is refused', () => {
    const first = integer({ min: 0, max: 0xffff }).filter((group) => group < 0x2000 || group > 0x3fff);
    const rest = array(integer({ min: 0, max: 0xffff }), { minLength: 7, maxLength: 7 });
    assert(
      property(first, rest, (group, others) => {
        const host = [group, ...others].map((value) => value.toString(16)).join(':');
        expect(check(`[${host}]`)).toBe('address_not_public');
      }),
    );
  });
});
