import { jobsLimits } from '@patchbay/jobs';
import { stateLimits, whyNotKey } from '@patchbay/state';
import { assert, asyncProperty, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordKeyOf, toName } from '../../src/receive/names.ts';

const longestSource = 's'.repeat(64);
const octets = (text: string) => new TextEncoder().encode(text).byteLength;

describe('the name of a vendor’s key', () => {
  it('fits into every store, whatever the key is', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 300 }), async (key) => {
        const name = await toName(key);
        expect(whyNotKey(await recordKeyOf(longestSource, key))).toBeUndefined();
        expect(octets(`${longestSource}:${name}`)).toBeLessThanOrEqual(jobsLimits.idBytes);
        expect(octets(`lease:webhook-object:${longestSource}:${name}`)).toBeLessThanOrEqual(
          stateLimits.keyBytes,
        );
      }),
    );
  });

  it('is the key itself where it may be, and another one for another key', async () => {
    expect(await toName('evt_1')).toBe('evt_1');
    const keys = [
      '',
      '#',
      'a\u0000',
      'a\u0001',
      '\ud800',
      '\ud801',
      '\ufffd',
      'k'.repeat(129),
      'k'.repeat(130),
    ];
    const names = await Promise.all(keys.map(toName));
    expect(new Set(names).size).toBe(keys.length);
    // No vendor can choose a key that reads like the hash of another.
    expect(await toName(names[0] ?? '')).not.toBe(names[0]);
  });
});
