import { openSqlite } from '@patchbay/core/sqlite';
import * as z from 'zod';

/** One effect of an event. Times are of the system's monotonic clock, the same in all processes, in microseconds. */
const effectSchema = z.object({
  event: z.string(),
  object: z.string(),
  began: z.number(),
  ended: z.number(),
});

export type Effect = z.infer<typeof effectSchema>;

/** A table without any rule of its own: whatever is written twice is there twice. */
export interface Effects {
  add(effect: Effect): void;
  all(): readonly Effect[];
  close(): void;
}

export async function openEffects(file: string): Promise<Effects> {
  const database = await openSqlite({
    file,
    durability: 'process',
    needs: 'Counting effects needs',
    prepare: (opened) =>
      opened.exec(`
        PRAGMA busy_timeout = 10000;
        PRAGMA synchronous = OFF;
        CREATE TABLE IF NOT EXISTS effects (number INTEGER PRIMARY KEY, event TEXT, object TEXT, began REAL, ended REAL);
      `),
  });
  const insert = database.prepare('INSERT INTO effects (event, object, began, ended) VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT event, object, began, ended FROM effects ORDER BY number');
  return {
    add: ({ event, object, began, ended }) => void insert.run(event, object, began, ended),
    all: () => z.array(effectSchema).parse(select.all()),
    close: () => database.close(),
  };
}

/** Now, in microseconds of the clock that all processes of a machine share. */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
