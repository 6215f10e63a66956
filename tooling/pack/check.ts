import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complaintsOf, unpack } from './consumer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packs every published package and judges the tarballs as a user's tools would: publint, attw, then a compiler. */
function main(): number {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-pack-'));
  try {
    const packages = publishedPackages();
    const wrong = packages.filter((directory) => !isSound(directory, scratch));
    console.log(`\n${packages.length - wrong.length} of ${packages.length} packages are sound.`);
    return wrong.length === 0 && packages.length > 0 && compilesForUsers(scratch) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function publishedPackages(): readonly string[] {
  const listed: unknown = JSON.parse(tool('pnpm', ['list', '--recursive', '--depth=-1', '--json']).stdout);
  if (!Array.isArray(listed)) throw new Error('pnpm lists no packages');
  return listed.filter(isPublished).map((each) => relative(root, each.path));
}

function isPublished(listed: unknown): listed is { readonly path: string } {
  if (typeof listed !== 'object' || listed === null || !('path' in listed) || !('private' in listed))
    return false;
  return typeof listed.path === 'string' && listed.private === false;
}

function isSound(directory: string, scratch: string): boolean {
  const tarball = join(scratch, `${directory.replaceAll('/', '-')}.tgz`);
  const commands = [
    ['pnpm', '--dir', directory, 'pack', '--out', tarball],
    ['publint', '--strict', tarball],
    // Packages are modules only; every Node that they support can `require` them all the same.
    ['attw', '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', tarball],
  ] as const;
  for (const [program, ...rest] of commands) {
    const { status, stdout, stderr } = tool(program, rest);
    if (status === 0) continue;
    console.log(`${directory}: ${program} says\n${stdout}${stderr}`);
    return false;
  }
  console.log(`${directory}: packed; publint and attw find nothing`);
  return true;
}

function compilesForUsers(scratch: string): boolean {
  const folder = join(scratch, 'user');
  unpack(scratch, root, folder);
  const complaints = complaintsOf(join(root, 'node_modules/.bin/tsc'), folder);
  console.log(complaints === '' ? "A user's program compiles against them." : complaints);
  return complaints === '';
}

function tool(program: string, rest: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(program, rest, { cwd: root, encoding: 'utf8' });
}

process.exitCode = main();
