import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Whoever uses npm or pnpm: everything that these keep is in the folder, and nothing of the user's is touched. */
export interface Client {
  readonly folder: string;
  /** The registry on loopback. */
  readonly registry: string;
}

export function makeClient(folder: string, registry: string): Client {
  mkdirSync(join(folder, 'home'), { recursive: true });
  const { host } = new URL(registry);
  const settings = [
    `registry=${registry}`,
    // The registry takes everybody; the clients do not publish without some token.
    `//${host}/:_authToken=nobody`,
    `cache=${join(folder, 'npm-cache')}`,
    `store-dir=${join(folder, 'pnpm-store')}`,
    'audit=false',
    'fund=false',
    'update-notifier=false',
    'maxsockets=4',
    'network-concurrency=4',
  ];
  writeFileSync(join(folder, 'npmrc'), `${settings.join('\n')}\n`);
  return { folder, registry };
}

/** The whole environment of a client, who has nothing of this process's but its programs; `node` is the one to use. */
export function environmentOf({ folder, registry }: Client, node?: string): NodeJS.ProcessEnv {
  const { PATH = '', TMPDIR } = process.env;
  return {
    PATH: node === undefined ? PATH : [dirname(node), PATH].join(delimiter),
    HOME: join(folder, 'home'),
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    NPM_CONFIG_USERCONFIG: join(folder, 'npmrc'),
    NPM_CONFIG_GLOBALCONFIG: join(folder, 'npmrc-of-all'),
    NPM_CONFIG_REGISTRY: registry,
    NO_PROXY: '127.0.0.1',
    ...(TMPDIR !== undefined && { TMPDIR }),
  };
}
