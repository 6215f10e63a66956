import { DriverFailure } from '@patchbay/core';
import type { Enqueued, EnqueueJob } from '@patchbay/jobs';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { Session } from '../client/database.ts';
import type { JobData } from './rows.ts';
import type { Statements } from './statements.ts';
import { toUuid } from './uuid.ts';

/** What the operations work with. */
export interface Engine {
  readonly boss: PgBoss;
  readonly statements: Statements;
  readonly keepDoneMs: number;
}

/**
 * The engine counts tries up to a limit; here the worker decides, and every failure but the last is to be one of many.
 */
const retryLimit = 1_000_000_000;

/** Writes a job down, unless its id is taken. */
export async function enqueue(engine: Engine, job: EnqueueJob, session: Session): Promise<Enqueued> {
  const { queue, id = crypto.randomUUID(), payload, runAt, orderingKey } = job;
  const data = { id, payload: JSON.stringify(payload), ...(orderingKey !== undefined && { orderingKey }) };
  const uuid = await toUuid(queue, id);
  const write = () => insert(engine, { queue, uuid, data, runAt }, session);
  if (await write()) return { id, isNew: true };
  if (!(await forget(engine, queue, uuid, session))) return { id, isNew: false };
  return { id, isNew: await write() };
}

/**
 * Writes a job down in a transaction of the application.
 * @throws `DriverFailure` `conflict` where the transaction is older than the queue and sees nothing that is newer: it
 * could not be committed.
 */
export async function enqueueWithin(engine: Engine, job: EnqueueJob, session: Session): Promise<Enqueued> {
  const { rows } = await session.executeSql(engine.statements.queue, [job.queue]);
  if (rows.length > 0) return enqueue(engine, job, session);
  throw new DriverFailure({
    code: 'conflict',
    reason: 'store_busy',
    message: 'The transaction was begun before its queue was made: roll it back, and begin it anew.',
  });
}

/** A job as the engine is told of it. */
export interface Insert {
  readonly queue: string;
  readonly uuid: string;
  readonly data: JobData;
  readonly runAt?: Date | undefined;
}

/** False: there is one of this id. */
export async function insert(
  { boss, statements, keepDoneMs }: Engine,
  { queue, uuid, data, runAt }: Insert,
  session: Session,
): Promise<boolean> {
  const job: JobInsert = {
    id: uuid,
    data,
    singletonKey: data.orderingKey === undefined ? `job:${uuid}` : `key:${data.orderingKey}`,
    retryLimit,
    retryDelay: 0,
    deleteAfterSeconds: Math.ceil(keepDoneMs / 1000),
    ...(runAt !== undefined && { startAfter: runAt.toISOString() }),
  };
  const written = await boss.insert(queue, [job], { db: session, returnId: true });
  if (written === null) return false;
  await session.executeSql(statements.arrange, [queue, uuid]);
  return true;
}

/**
 * Deletes a job that was done long ago. True also where somebody has deleted it since the insert found it: its id is
 * free.
 */
async function forget(
  { boss, statements }: Engine,
  queue: string,
  uuid: string,
  session: Session,
): Promise<boolean> {
  const { rows } = await session.executeSql(statements.forgotten, [queue, uuid]);
  const [row] = rows;
  if (row === undefined) return true;
  if (row['forgotten'] !== true) return false;
  await boss.deleteJob(queue, uuid, { db: session });
  return true;
}
