import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('oauth4webapi', () => {
  it('is loaded by the first request, not by an import and not for what is refused without one', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ refused: 2, afterImport: 0, afterRefusals: 0, loadedByCall: true });
  });
});
