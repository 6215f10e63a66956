import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('nodemailer', () => {
  it('is loaded by the first call, not by an import and not by a bounce', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ events: 1, afterImport: 0, afterWebhook: 0, loadedByCall: true });
  });
});
