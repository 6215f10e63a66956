import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A copy of the repository that may be broken. */
export interface ScratchCopy extends Disposable {
  readonly root: string;
}

/**
 * Copies what git would commit, and links what is installed. Links between packages are copied as they are, so that
 * they lead to the packages of the copy.
 */
export function scratchCopy(root: string): ScratchCopy {
  const copy = mkdtempSync(join(realpathSync(tmpdir()), 'patchbay-mutants-'));
  const files = filesOf(root);
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true });
  for (const manifest of files.filter((file) => file.endsWith('/package.json'))) {
    const links = join(dirname(manifest), 'node_modules');
    if (existsSync(join(root, links))) copyLinks(join(root, links), join(copy, links));
  }
  linkInstalled(join(root, 'node_modules'), join(copy, 'node_modules'));
  return { root: copy, [Symbol.dispose]: () => rmSync(copy, { recursive: true, force: true }) };
}

/** Tracked or new, but not ignored, and not deleted. */
export function filesOf(root: string): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

function copyLinks(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Beside the links there is the store of pnpm, which is large and the same for everybody. */
function linkInstalled(from: string, to: string): void {
  mkdirSync(to);
  for (const store of ['.pnpm', '.bin']) symlinkSync(join(from, store), join(to, store));
  const names = readdirSync(from).filter((name) => !name.startsWith('.'));
  for (const name of names) copyLinks(join(from, name), join(to, name));
}
