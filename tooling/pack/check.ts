import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complaintsOf, install, unpack } from './consumer.ts';
import { complaintsAbout } from './contents.ts';
import { missingFrom } from './missing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packs every published package, or those in the folders that are given, and judges the tarballs as a user's tools
 * would: publint, attw, a bundler, and for all of them a compiler. Then looks through them for what must not be in
 * there.
 */
async function main(folders: readonly string[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-pack-'));
  try {
    const packages = folders.length > 0 ? folders : publishedPackages();
    const wrong: string[] = [];
    for (const directory of packages) if (!(await isSound(directory, scratch))) wrong.push(directory);
    console.log(`\n${packages.length - wrong.length} of ${packages.length} packages are sound.`);
    if (wrong.length > 0 || packages.length === 0) return 1;
    return folders.length > 0 || compilesForUsers(scratch) ? 0 : 1;
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

async function isSound(directory: string, scratch: string): Promise<boolean> {
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
  const unpacked = join(scratch, 'unpacked', directory);
  unpack(tarball, unpacked);
  const complaints = [
    ...(await missingFrom(unpacked)).map((complaint) => `the tarball lacks a file. ${complaint}`),
    ...complaintsAbout(unpacked, root),
  ];
  for (const complaint of complaints) console.log(`${directory}: ${complaint}`);
  if (complaints.length === 0) console.log(`${directory}: packed; publint, attw and we find nothing`);
  return complaints.length === 0;
}

function compilesForUsers(scratch: string): boolean {
  const folder = join(scratch, 'user');
  install(scratch, root, folder);
  const complaints = complaintsOf(join(root, 'node_modules/.bin/tsc'), folder);
  console.log(complaints === '' ? "A user's program compiles against them." : complaints);
  return complaints === '';
}

function tool(program: string, rest: readonly string[]): SpawnSyncReturns<string> {
  const ended = spawnSync(program, rest, { cwd: root, encoding: 'utf8' });
  if (ended.error !== undefined) throw ended.error;
  return ended;
}

process.exitCode = await main(process.argv.slice(2));
