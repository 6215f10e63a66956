import type { PgBoss } from 'pg-boss';
import { isMissingQueue } from '../errors.ts';

/**
 * Starts the engine, all of it or nothing: it also says that it has started where it could not read its queues.
 * https://github.com/timgit/pg-boss/blob/12.38.0/src/manager.ts (2026-11-22)
 */
export async function startEngine(boss: PgBoss): Promise<void> {
  try {
    await boss.start();
    await boss.findJobs('no-queue', { limit: 1 }).catch((error: unknown) => {
      if (!isMissingQueue(error)) throw error;
    });
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
}
