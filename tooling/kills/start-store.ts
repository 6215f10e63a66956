import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresServer } from '@patchbay/tooling-servers/postgres';
import type { StoreName } from './settings.ts';

/** A store of a run, empty. */
export interface Store extends AsyncDisposable {
  readonly where: string;
  /** A folder for what the run itself writes. */
  readonly folder: string;
}

/** Starts what the store needs: a folder, or a Postgres of its own. */
export async function startStore(name: StoreName): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-kills-'));
  const server = name === 'postgres' ? await postgresServer() : undefined;
  return {
    folder,
    where: server?.url() ?? folder,
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
