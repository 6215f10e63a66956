import type { Page, Pages } from './contract.ts';

/** A list over a function that fetches one page. */
export function toPages<T>(page: (cursor?: string) => Promise<Page<T>>): Pages<T> {
  async function* items(): AsyncGenerator<T> {
    let current = await page();
    yield* current.items;
    while (current.next !== undefined) {
      current = await page(current.next);
      yield* current.items;
    }
  }
  return { page, [Symbol.asyncIterator]: items };
}
