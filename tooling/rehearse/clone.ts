import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import * as z from 'zod';
import { type Client, environmentOf } from './client.ts';
import { type Command, run } from './command.ts';
import { pnpm, root } from './tools.ts';

/** A package of the clone, as it is published. */
export interface Package {
  readonly name: string;
  readonly version: string;
}

/** The last commit in a repository of its own, where a release may change files, commit and set tags. */
export interface Clone {
  readonly folder: string;
  /** Runs a program of the repository in the clone, and returns what it printed. No registry but the given is seen. */
  perform(...command: Command): Promise<string>;
  /** The packages that are published, with their versions as they are now. */
  packages(): Promise<readonly Package[]>;
  /** Writes down all changes. */
  commit(message: string): Promise<void>;
}

/** Of the packages that are released, and of the root, which has the tools. */
const installFlags = [
  '--frozen-lockfile',
  '--prefer-offline',
  '--ignore-scripts',
  '--filter=./packages/**',
  '--filter=.',
] as const;

const stateSchema = z.object({ storeDir: z.string() });
const listSchema = z.array(
  z.object({ name: z.string(), version: z.string().optional(), private: z.boolean() }),
);

/**
 * Not `git clone`: of a shallow repository, as in CI, no clone is whole, and changesets would look for the rest. It is
 * set up as any clone is, from the store that holds what the repository itself has installed.
 */
export async function cloneOfHead(client: Client): Promise<Clone> {
  const folder = join(client.folder, 'clone');
  const archive = `${folder}.tar`;
  mkdirSync(folder);
  await run(['git', 'archive', '--output', archive, 'HEAD'], { cwd: root, env: process.env });
  await run(['tar', '-xf', archive, '-C', folder], { cwd: root, env: process.env });
  await run([pnpm, 'install', ...installFlags, `--store-dir=${ownStore()}`], {
    cwd: folder,
    env: process.env,
  });
  const clone = makeClone(folder, client);
  await clone.perform('git', 'init', '--quiet', '--initial-branch', 'main');
  await clone.commit('A scratch clone');
  return clone;
}

/** Where pnpm keeps what the repository has installed, whatever the home is now. */
function ownStore(): string {
  const state = readFileSync(join(root, 'node_modules/.modules.yaml'), 'utf8'); // JSON is YAML
  return dirname(stateSchema.parse(JSON.parse(state)).storeDir);
}

function makeClone(folder: string, client: Client): Clone {
  const usual = environmentOf(client);
  const author = { GIT_AUTHOR_NAME: 'Rehearsal', GIT_AUTHOR_EMAIL: 'rehearsal@localhost' };
  const env = {
    ...usual,
    ...author,
    GIT_COMMITTER_NAME: author.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: author.GIT_AUTHOR_EMAIL,
    PATH: [join(folder, 'node_modules/.bin'), usual['PATH']].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    // New versions in the manifests are not a reason to install again.
    PNPM_CONFIG_VERIFY_DEPS_BEFORE_RUN: 'false',
  };
  const perform: Clone['perform'] = async (...command) => (await run(command, { cwd: folder, env })).stdout;
  return {
    folder,
    perform,
    async packages() {
      const listed = listSchema.parse(
        JSON.parse(await perform('pnpm', 'list', '--recursive', '--depth=-1', '--json')),
      );
      return listed.filter((each) => !each.private).map(({ name, version = '0.0.0' }) => ({ name, version }));
    },
    async commit(message) {
      await perform('git', 'add', '--all');
      await perform('git', 'commit', '--quiet', '--allow-empty', '--message', message);
    },
  };
}
