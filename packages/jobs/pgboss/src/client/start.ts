import { DriverFailure } from '@patchbay/core';
import type { PgBoss } from 'pg-boss';
import * as z from 'zod';
import { isMissingQueue } from '../errors.ts';

/**
 * Starts the engine, all of it or nothing: it also says that it has started where it could not read its queues.
 * https://github.com/timgit/pg-boss/blob/12.38.0/src/manager.ts (2026-11-22)
 */
export async function startEngine(boss: PgBoss, schema: string): Promise<void> {
  await assertKnown(boss, schema);
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

/** The engine would take the tables of a later one for its own, in silence. */
async function assertKnown(boss: PgBoss, schema: string): Promise<void> {
  if (!(await boss.isInstalled())) return;
  const [found, known] = await Promise.all([boss.schemaVersion(), knownVersion()]);
  if (found === null || found <= known) return;
  throw new DriverFailure({
    code: 'config_invalid',
    message:
      `The schema ${schema} has version ${found} of pg-boss’s tables; the pg-boss installed here knows version ${known} at most. ` +
      'Install the pg-boss that made them, or a later one, or name another schema.',
  });
}

const manifestSchema = z.object({ pgboss: z.object({ schema: z.number() }) });

/**
 * The engine reads it from its manifest too. https://github.com/timgit/pg-boss/blob/12.38.0/src/contractor.ts
 * (2026-11-23)
 */
async function knownVersion(): Promise<number> {
  const { default: manifest } = await import('pg-boss/package.json', { with: { type: 'json' } });
  return manifestSchema.parse(manifest).pgboss.schema;
}
