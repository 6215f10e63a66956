import type { ClaimedJob, ClaimJobs } from '@patchbay/jobs';
import type { Session } from '../client/database.ts';
import type { Engine } from './enqueue.ts';
import { fromClaimed } from './rows.ts';

/** Takes jobs whose time has come, those first whose lease has ended. */
export async function claim(
  engine: Engine,
  { queue, limit, leaseMs }: ClaimJobs,
  session: Session,
): Promise<readonly ClaimedJob[]> {
  await takeBack(engine, queue, session);
  const { boss, statements } = engine;
  const fetched = await boss.fetch(queue, { batchSize: limit, db: session });
  if (fetched.length === 0) return []; // also where another claimer was faster: then the transaction changes nothing
  const values = [queue, fetched.map(({ id }) => id), leaseMs];
  const { rows } = await session.executeSql(statements.hold, values);
  return fromClaimed(queue, rows);
}

/** The engine fails jobs whose lease has ended, which wait for their next try then; how they failed before is kept. */
async function takeBack({ boss, statements }: Engine, queue: string, session: Session): Promise<void> {
  const { rows } = await session.executeSql(statements.lapsed, [queue]);
  if (rows.length === 0) return;
  const lapsed = rows.map((row) => ({ id: String(row['id']), retryCount: Number(row['retry_count']) }));
  await boss.fail(queue, lapsed, null, { db: session });
  const outputs = rows.map((row) => JSON.stringify(row['output']));
  await session.executeSql(statements.restore, [queue, lapsed.map(({ id }) => id), outputs]);
}
