import type { KeyMemory } from '@patchbay/core/failover';
import { counted, turns } from './turns.ts';

/**
 * A memory elsewhere, as one process has it: everything takes some turns, so that others come between reading and
 * writing. A process that is over reads and writes nothing more.
 */
export function memoryOf(shared: KeyMemory, wait: number, isOver: () => boolean): KeyMemory {
  const afar = <T>(work: () => Promise<T>): Promise<T> =>
    counted(turns(wait)).then(async () => {
      if (isOver()) return never();
      const result = await counted(work());
      await counted(turns(wait));
      return isOver() ? never() : result;
    });
  return {
    get: (key) => afar(() => shared.get(key)),
    replace: (...given) => afar(() => shared.replace(...given)),
    async *list(prefix) {
      const keys = await afar(() => all(shared.list(prefix)));
      yield* keys;
    },
  };
}

function never(): Promise<never> {
  return new Promise(() => {});
}

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}
