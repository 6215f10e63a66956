import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const everyMs = 250;
const page = new Uint8Array(4096);

/** Writes a page and syncs it, again and again: what this takes is the disk's, and nobody else's. */
export function controlDisk(folder: string): { stop(): Promise<number> } {
  const over = new AbortController();
  let longestMs = 0;
  const run = (async () => {
    await using file = await open(join(folder, 'control'), 'w');
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      await file.write(page, 0, page.length, 0);
      await file.sync();
      longestMs = Math.max(longestMs, performance.now() - startedAt);
      await pause(everyMs);
    }
  })();
  return {
    /** The longest that it took, in milliseconds. */
    async stop() {
      over.abort();
      await run;
      return longestMs;
    },
  };
}
