import { copyFileSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, environmentOf } from './client.ts';
import { type Command, run } from './command.ts';
import { folderOf, pnpm, tools } from './tools.ts';

export type Manager = 'npm' | 'pnpm';

/** Somebody who has nothing but a Node and a package manager, in a folder of their own. */
export interface Stranger {
  readonly folder: string;
  /** Runs a program on the stranger's Node; what it printed. One that warns of anything fails. */
  node(...rest: readonly string[]): Promise<string>;
}

export interface Arrival {
  readonly name: string;
  readonly nodeVersion: string;
  readonly manager: Manager;
  /** What is installed, as it is typed after `npm install`. */
  readonly packages: readonly string[];
}

const programs = fileURLToPath(new URL('./strangers', import.meta.url));
const installs = {
  npm: ['npm', 'install', '--loglevel=error'],
  pnpm: [pnpm, 'add'],
} as const satisfies Record<Manager, Command>;

/** Makes the folder, installs the packages and puts the programs there that a stranger would write. */
export async function arrive(
  client: Client,
  { name, nodeVersion, manager, packages }: Arrival,
): Promise<Stranger> {
  const folder = join(client.folder, 'strangers', name);
  const node = join(await folderOf(tools.node(nodeVersion)), 'bin/node');
  const env = environmentOf(client, node);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const file of readdirSync(programs)) copyFileSync(join(programs, file), join(folder, file));
  await run([...installs[manager], ...packages], { cwd: folder, env });
  assertOwn(folder);
  return {
    folder,
    async node(...rest) {
      const { stdout, stderr } = await run([node, ...rest], { cwd: folder, env });
      if (stderr !== '') throw new Error(`$ node ${rest.join(' ')}\n  in ${folder}\n  warned:\n${stderr}`);
      return stdout;
    },
  };
}

/** Nothing of ours may come from the repository by a link. */
function assertOwn(folder: string): void {
  const ours = join(folder, 'node_modules/@patchbay');
  for (const name of readdirSync(ours)) {
    const real = realpathSync(join(ours, name));
    if (!real.startsWith(realpathSync(folder) + sep))
      throw new Error(`@patchbay/${name} is a link to ${real}.`);
  }
}

/** Compiles the stranger's typed programs, and all declarations that they reach. */
export async function compile({ folder }: Stranger, version: string): Promise<void> {
  const compiler = join(await folderOf(tools.typescript(version)), 'bin/tsc');
  const flags = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext'];
  const libraries = ['--target', 'es2022', '--lib', 'es2022,esnext.disposable,dom', '--types', 'node'];
  await run([process.execPath, compiler, ...flags, ...libraries, 'typed.mts', 'typed.cts'], {
    cwd: folder,
    env: process.env,
  });
}
