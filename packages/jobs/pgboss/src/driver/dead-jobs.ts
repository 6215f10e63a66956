import type { JobInput } from '@patchbay/jobs';
import type { Session } from '../client/database.ts';
import { type Engine, insert } from './enqueue.ts';
import { fromData } from './rows.ts';
import { toUuid } from './uuid.ts';

/** Writes a dead job down anew, in its own place. */
export async function redrive(engine: Engine, { queue, id }: JobInput, session: Session): Promise<boolean> {
  const { boss, statements } = engine;
  const uuid = await toUuid(queue, id);
  const { rows } = await session.executeSql(statements.lockDead, [queue, uuid]);
  const [row] = rows;
  if (row === undefined) return false;
  await boss.deleteJob(queue, uuid, { db: session });
  return insert(engine, { queue, uuid, data: fromData(row) }, session);
}

/** Deletes a dead job. */
export async function discard(
  { boss, statements }: Engine,
  { queue, id }: JobInput,
  session: Session,
): Promise<boolean> {
  const uuid = await toUuid(queue, id);
  const { rows } = await session.executeSql(statements.lockDead, [queue, uuid]);
  if (rows.length === 0) return false;
  await boss.deleteJob(queue, uuid, { db: session });
  return true;
}
