import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { run } from './command.ts';

/** The repository that this program stands in. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The repository's own package manager. */
export const pnpm = join(root, 'node_modules/.bin/pnpm');

const cache = join(root, 'node_modules/.cache/rehearse');
const manifestSchema = z.object({ version: z.string() });

interface Tool {
  readonly name: string;
  readonly version: string;
  /** Versions of what it depends on. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** Packages of programs that are not among the repository's own, each at one version. */
export const tools = {
  // `node-fetch@cjs`, which it asks for, is a tag that not every registry serves.
  verdaccio: { name: 'verdaccio', version: '6.10.4', overrides: { 'node-fetch': '2.6.7' } },
  node: (version: string) => ({ name: `node-${process.platform}-${process.arch}`, version }),
  typescript: (version: string) => ({ name: 'typescript', version }),
} as const;

/** The folder of a tool: the repository's own where the version is the same, else one that npm installs once. */
export async function folderOf(tool: Tool): Promise<string> {
  const own = join(root, 'node_modules', tool.name);
  if (versionIn(own) === tool.version) return own;
  const kept = join(cache, `${tool.name}-${tool.version}`);
  const folder = join(kept, 'node_modules', tool.name);
  if (!existsSync(kept)) await install(tool, kept);
  return folder;
}

/** Elsewhere first, so that an install that was ended is not taken for a whole one. */
async function install({ name, version, overrides }: Tool, kept: string): Promise<void> {
  const draft = `${kept}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(
    join(draft, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: version }, overrides }),
  );
  try {
    const flags = ['--no-package-lock', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await run(['npm', 'install', ...flags], { cwd: draft, env: process.env });
    keep(draft, kept);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Puts what was installed to its place, unless a rehearsal beside this one was faster. */
export function keep(draft: string, kept: string): void {
  try {
    renameSync(draft, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
}

function versionIn(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version : undefined;
}

/** What a setting of npm says, for example `registry`; `undefined` where it says nothing. */
export async function npmSetting(name: string): Promise<string | undefined> {
  const { stdout } = await run(['npm', 'config', 'get', name, '--loglevel=error'], {
    cwd: dirname(cache),
    env: process.env,
  });
  const value = stdout.trim();
  return ['', 'null', 'undefined'].includes(value) ? undefined : value;
}
