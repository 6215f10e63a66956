import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The proof over a broken adapter, in a process of its own as always. */
function prove(broken: string): { readonly status: number | null; readonly stdout: string } {
  const [program, harness] = ['../prove.ts', `./broken/${broken}.ts`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=@patchbay/source', program ?? '', 'payments', harness ?? ''],
    { encoding: 'utf8', timeout: 180_000 },
  );
  return { status, stdout };
}

describe('the proof on the wire', () => {
  it('notices a retry below core', () => {
    const { status, stdout } = prove('inner-retry');
    expect(status).toBe(1);
    expect(stdout).toMatch(/FAIL {2}500 .*requests: 6, expected 3/);
    expect(stdout).toMatch(/ok {4}503/);
  }, 180_000);

  it('notices a secret in an error, a line on the console and a timer that is left', () => {
    const { status, stdout } = prove('leaking');
    expect(status).toBe(1);
    expect(stdout).toContain('printed: [');
    expect(stdout).toContain('printed to the console: the call failed');
    expect(stdout).toContain('left behind after close()');
  }, 180_000);
});
