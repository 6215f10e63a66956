import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyPatch, parsePatch, withoutContext } from './patch.ts';

/**
 * Writes a patch anew for the file as it is now. Only the lines that it changes have to be there still.
 * @throws `StalePatch` when they are not.
 */
export function refresh(root: string, path: string): void {
  const patch = parsePatch(readFileSync(path, 'utf8'));
  const whole = readFileSync(join(root, patch.file), 'utf8');
  writeFileSync(path, diff(patch.file, whole, applyPatch(whole, withoutContext(patch))));
}

/** A unified diff of one file, as git writes it. */
function diff(file: string, before: string, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-diff-'));
  try {
    for (const [side, text] of Object.entries({ a: before, b: after })) {
      mkdirSync(dirname(join(folder, side, file)), { recursive: true });
      writeFileSync(join(folder, side, file), text);
    }
    const sides = [`a/${file}`, `b/${file}`];
    const args = ['diff', '--no-index', '--no-prefix', '--no-color', ...sides];
    const { stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    return stdout.slice(stdout.indexOf('--- '));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
