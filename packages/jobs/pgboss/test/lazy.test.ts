import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('pg-boss', () => {
  it('is loaded by the first call, not by an import, and keeps no process alive', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ before: 0, isLoadedByCall: true });
  });
});
