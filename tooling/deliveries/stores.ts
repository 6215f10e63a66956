import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bullmqJobs } from '@patchbay/jobs-bullmq';
import { pgbossJobs } from '@patchbay/jobs-pgboss';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { postgresState } from '@patchbay/state-postgres';
import { redisState } from '@patchbay/state-redis';
import { sqliteState } from '@patchbay/state-sqlite';
import { postgresServer } from '@patchbay/tooling-servers/postgres';
import { startRedis } from '@patchbay/tooling-servers/redis';

/** Where records and jobs are kept. */
export type StoreName = 'sqlite' | 'redis' | 'postgres';

/** How long what is done is remembered. */
export interface Retention {
  readonly keepDoneMs: number;
}

/** The facades of every store, made in each process. `where` is a folder or an address. */
export const facadesOf = {
  sqlite: (where: string, { keepDoneMs }: Retention) => ({
    state: sqliteState({ file: join(where, 'state.sqlite') }),
    jobs: sqliteJobs({ file: join(where, 'jobs.sqlite'), keepDoneMs }),
  }),
  redis: (where: string, { keepDoneMs }: Retention) => ({
    state: redisState({ url: where }),
    jobs: bullmqJobs({ url: where, keepDoneMs }),
  }),
  postgres: (where: string, { keepDoneMs }: Retention) => ({
    state: postgresState({ url: where }),
    jobs: pgbossJobs({ url: where, keepDoneMs }),
  }),
} as const;

export function isStoreName(name: string): name is StoreName {
  return Object.hasOwn(facadesOf, name);
}

/** A store of its own, empty. */
export interface Store extends AsyncDisposable {
  readonly name: StoreName;
  readonly where: string;
  /** A folder for what the run itself writes. */
  readonly folder: string;
}

/** Starts what the store needs: a folder, a Redis of this machine, a Postgres of the registry. */
export async function startStore(name: StoreName): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-deliveries-'));
  const server = await serverOf(name);
  return {
    name,
    folder,
    where: server?.url ?? folder,
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function serverOf(name: StoreName): Promise<(AsyncDisposable & { readonly url: string }) | undefined> {
  if (name === 'sqlite') return undefined;
  if (name === 'redis') return startRedis();
  const server = await postgresServer();
  return { url: server.url(), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
