import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../src/digest.ts';

describe.each(['sha256', 'sha1'] as const)('%s, fed piece by piece', (algorithm) => {
  it('is that of Node, whatever the pieces', () => {
    for (let size = 0; size < 300; size += 1) {
      const bytes = randomBytes(size);
      const digest = digestOf(algorithm);
      for (let start = 0; start < size; start += 1 + (size % 97))
        digest.update(bytes.subarray(start, start + 1 + (size % 97)));
      expect(digest.value()).toBe(createHash(algorithm).update(bytes).digest('base64'));
    }
  });

  it('is that of Node for a large body', () => {
    const bytes = randomBytes(3_000_001);
    const digest = digestOf(algorithm);
    for (let start = 0; start < bytes.length; start += 65_537)
      digest.update(bytes.subarray(start, start + 65_537));
    expect(digest.value()).toBe(createHash(algorithm).update(bytes).digest('base64'));
  });
});

/** The check values of https://reveng.sourceforge.io/crc-catalogue/17plus.htm (2026-11-22), of the text 123456789. */
const checks = { crc32: 'cbf43926', crc32c: 'e3069283', crc64nvme: 'ae8b14860a799888' } as const;

describe.each(Object.entries(checks))('%s', (algorithm, expected) => {
  it('has the check value of the catalogue', () => {
    const digest = digestOf(algorithm as keyof typeof checks);
    digest.update(new TextEncoder().encode('12345'));
    digest.update(new TextEncoder().encode('6789'));
    expect(Buffer.from(digest.value(), 'base64').toString('hex')).toBe(expected);
  });
});
