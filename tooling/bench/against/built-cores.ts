import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the build of core reads, besides node_modules. */
const sources = ['packages/core', 'tooling/presets', 'tsconfig.base.json'];

/** Core as it was and as it is. Disposing of it takes both away. */
export interface BuiltCores extends Disposable {
  readonly before: URL;
  readonly now: URL;
}

/**
 * Builds core twice in a scratch folder, from a commit and from the files in `root` as they stand, with the tools and
 * the settings that `root` has now: what differs is the code alone. Nothing in `root` is touched.
 */
export function buildCores(root: string, commit: string): BuiltCores {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-against-'));
  const dispose = (): void => rmSync(scratch, { recursive: true });
  try {
    const before = build(root, join(scratch, 'before'), (folder) => unpack(root, commit, folder));
    const now = build(root, join(scratch, 'now'), (folder) => copy(root, folder));
    return { before, now, [Symbol.dispose]: dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Fills a folder with sources and builds core there; gives its main entry. */
function build(root: string, folder: string, fill: (folder: string) => void): URL {
  mkdirSync(folder);
  fill(folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const bin = join(root, 'node_modules/.bin');
  const cwd = join(folder, 'packages/core');
  const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  execFileSync(join(bin, 'tsup'), { cwd, env: { ...process.env, PATH }, stdio: 'pipe' });
  return pathToFileURL(join(cwd, 'dist/index.js'));
}

function unpack(root: string, commit: string, folder: string): void {
  const archive = join(folder, 'sources.tar');
  execFileSync('git', ['archive', '--output', archive, commit, ...sources], { cwd: root, stdio: 'pipe' });
  execFileSync('tar', ['-xf', archive], { cwd: folder, stdio: 'pipe' });
}

function copy(root: string, folder: string): void {
  const filter = (path: string): boolean => !['node_modules', 'dist'].includes(basename(path));
  for (const source of sources) cpSync(join(root, source), join(folder, source), { recursive: true, filter });
}
