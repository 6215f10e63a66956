import { join } from 'node:path';
import type { Interceptor } from '@patchbay/core';
import { pgbossJobs } from '@patchbay/jobs-pgboss';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { postgresState } from '@patchbay/state-postgres';
import { sqliteState } from '@patchbay/state-sqlite';
import { postgresOrders } from './orders-postgres.ts';
import { sqliteOrders } from './orders-sqlite.ts';
import type { StoreName } from './settings.ts';

/** Whoever watches the calls of a facade. */
interface Watched {
  readonly interceptors?: readonly Interceptor[];
}

// What is written has to outlive the end of a process, not of the machine.
const durability = 'process';

/** What every process opens of a store. `where` is a folder or an address. */
export const opened = {
  sqlite: {
    orders: (where: string) => sqliteOrders(join(where, 'desk.sqlite')),
    state: (where: string) => sqliteState({ file: join(where, 'state.sqlite'), durability }),
    jobs: (where: string, watched: Watched = {}) =>
      sqliteJobs({ file: join(where, 'desk.sqlite'), durability }, watched),
  },
  postgres: {
    orders: (where: string) => postgresOrders(where),
    state: (where: string) => postgresState({ url: where }),
    jobs: (where: string, watched: Watched = {}) => pgbossJobs({ url: where }, watched),
  },
} as const;

export function isStoreName(name: string): name is StoreName {
  return Object.hasOwn(opened, name);
}

export const storeNames: readonly StoreName[] = Object.keys(opened).filter(isStoreName);
