import { seededRandom } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { made } from './support/store.ts';

const count = 2500;
const random = seededRandom(7);

/** Names of one to four letters of all planes: their order in UTF-8 is not that of JavaScript's strings. */
function newKey(index: number): string {
  const letters = ['a', 'Z', 'é', '\uffef', '😀', '-', '0', '/b'];
  const name = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    return letters[Math.floor(random() * letters.length)] ?? '';
  });
  return `many/x${name.join('')}-${index}`;
}

describe('2,500 keys', () => {
  it('are listed whole and in the order of their bytes, and folded into folders, over three pages', async () => {
    await using store = await made();
    const keys = Array.from({ length: count }, (_, index) => newKey(index));
    for (let start = 0; start < count; start += 50)
      await Promise.all(keys.slice(start, start + 50).map((key) => store.storage.put(key, 'x')));
    const listed: string[] = [];
    for await (const entry of store.storage.list({ prefix: 'many/' }))
      if (entry.kind === 'object') listed.push(entry.key);
    expect(listed).toEqual(
      [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    const folders: string[] = [];
    for await (const entry of store.storage.list({ delimiter: '/' }))
      folders.push(entry.kind === 'prefix' ? entry.prefix : entry.key);
    expect(folders).toEqual(['many/']);
    const pages = store.requests().filter((request) => /^GET \/[\w-]+\/?$/.test(request));
    expect(pages.length).toBeGreaterThanOrEqual(3);
  }, 120_000);
});
