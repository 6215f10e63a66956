import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('BullMQ', () => {
  it('and ioredis are loaded by the first call, not by an import and not by a new instance', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ afterImport: 0, afterMaking: 0, loadedByCall: true });
  });
});
