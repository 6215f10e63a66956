import { IntegrationError } from '@patchbay/core';
import { isKey, isPrefix, slugKey, whyNotKey } from '@patchbay/storage';
import { describe, expect, it } from 'vitest';
import { randomKeys } from '../src/conformance/keys/random-keys.ts';
import { ToyStore, toyStorage } from './support/toy.ts';

describe('keys', () => {
  it('ten thousand random ones are refused, or come back byte for byte', async () => {
    const store = new ToyStore();
    const storage = toyStorage('stream', { store });
    const sound = new Set<string>();
    for (const key of randomKeys(10_000, 7)) {
      const [end] = await Promise.allSettled([storage.put(key, key)]);
      const isRefused = end.status === 'rejected' && IntegrationError.is(end.reason, 'invalid_request');
      expect(isRefused).toBe(whyNotKey(key) !== undefined);
      if (end.status === 'fulfilled') sound.add(end.value.key);
    }
    expect(sound.size).toBeGreaterThan(2000);
    expect(new Set(store.objects.keys())).toEqual(sound);
    for (const key of sound) expect(await (await storage.get(key)).text()).toBe(key);
  }, 60_000);

  it('every sound one begins with each of its own beginnings', () => {
    for (const key of randomKeys(2000, 3).filter(isKey)) {
      const characters = Array.from(key);
      for (let length = 0; length <= characters.length; length += 1)
        expect(isPrefix(characters.slice(0, length).join(''))).toBe(true);
    }
  });

  it.each(['/', '//', 'a//', '../', 'a/../', './', '/a', '\\', 'a\n', 'a/./b', '\uD800'])(
    'no key begins with %j',
    (prefix) => expect(isPrefix(prefix)).toBe(false),
  );

  it.each([
    ['Übersicht 2026.PDF', 'ubersicht-2026.pdf'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本.png', 'png'],
    ['...', 'file'],
    ['', 'file'],
    [`${'-x'.repeat(100)}.png`, `${'-x'.repeat(100)}.png`.slice(-120).replace(/^[-.]+/, '')],
  ])('a slug of %j is a key', (name, slug) => {
    expect(slugKey(name)).toBe(slug);
    expect(isKey(slugKey(name))).toBe(true);
  });
});
