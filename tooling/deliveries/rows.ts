import { join } from 'node:path';
import { openSqlite } from '@patchbay/core/sqlite';
import * as z from 'zod';
import type { Store } from './stores.ts';

/** How many rows a store has, the dead ones among them. */
export interface Rows {
  readonly records: number;
  readonly jobs: number;
}

/** Counts them on the far side, not through the adapters. */
export async function rowsOf({ name, where }: Store): Promise<Rows> {
  if (name !== 'sqlite') throw new Error(`Rows of ${name} are not counted.`);
  return {
    records: await countIn(join(where, 'state.sqlite'), 'records'),
    jobs: await countIn(join(where, 'jobs.sqlite'), 'patchbay_jobs'),
  };
}

async function countIn(file: string, table: string): Promise<number> {
  const prepare = (): void => undefined;
  const database = await openSqlite({ file, durability: 'process', needs: 'Counting rows needs', prepare });
  try {
    return z
      .object({ count: z.number() })
      .parse(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()).count;
  } finally {
    database.close();
  }
}
