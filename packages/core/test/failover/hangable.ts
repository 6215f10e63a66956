import { type KeyMemory, processMemory } from '@patchbay/core/failover';

type Asked = 'get' | 'replace';

/** A memory that does not answer one thing that it is asked, until it is let go. */
export function hangable() {
  const memory = processMemory();
  let hangs: ((asked: Asked, what: string) => boolean) | undefined;
  let isDone = false;
  const waiting: ((fails: boolean) => void)[] = [];
  async function meet<T>(asked: Asked, what: string, work: () => Promise<T>): Promise<T> {
    if (hangs?.(asked, what) !== true) return work();
    hangs = undefined;
    if (isDone) await work();
    const fails = await new Promise<boolean>((resolve) => void waiting.push(resolve));
    if (fails) throw new Error('ETIMEDOUT');
    return work();
  }
  const hung: KeyMemory = {
    ...memory,
    get: (name) => meet('get', name, () => memory.get(name)),
    replace: (name, expected, value, keepMs) =>
      meet('replace', [name, expected, value].join(' '), () => memory.replace(name, expected, value, keepMs)),
  };
  return {
    memory: hung,
    /** From now on: a reading of what is so named, or a writing (`<name> <before> <after>`); the first `passed` pass. */
    at(asked: Asked, which: RegExp, passed = 0): void {
      let left = passed;
      hangs = (how, what) => how === asked && which.test(what) && (left -= 1) < 0;
    },
    /** What it does not answer it does nevertheless, when it is asked. */
    works(): void {
      isDone = true;
    },
    /** Now it does, or fails, what it was asked. */
    async letGo(fails: boolean): Promise<void> {
      for (const go of waiting.splice(0)) go(fails);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
