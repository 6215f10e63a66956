import { defaultKeepDoneMs, type KeepDone, keepDoneMsDescription, keepDoneMsSchema } from '@patchbay/jobs';
import * as z from 'zod';

/** Options of the jobs in a SQLite file; all of them may be left out. */
export interface SqliteJobsOptions extends KeepDone {
  /**
   * The file, made where it is missing, readable by its owner alone; it may be your own database. Default:
   * `.patchbay/jobs.sqlite`.
   */
  readonly file?: string;
  /**
   * `fsync`: a job that was written down outlives a loss of power. `process`: it outlives a crash of the process, and
   * is many times faster. Default: `fsync`.
   */
  readonly durability?: 'fsync' | 'process';
  /**
   * How long a call waits while somebody else writes, in milliseconds, 0 to 10 000. The process is free meanwhile.
   * Default: 1000.
   */
  readonly busyTimeoutMs?: number;
}

export const optionsSchema: z.ZodType<SqliteJobsOptions> = z.strictObject({
  file: z.string().regex(/\S/, 'not blank').exactOptional().meta({
    env: 'JOBS_SQLITE_FILE',
    description: 'The file that holds the jobs',
    where: 'a path on a disk of this machine that the application may write to',
  }),
  durability: z.enum(['fsync', 'process']).exactOptional().meta({
    env: 'JOBS_SQLITE_DURABILITY',
    description: 'What a job outlives: a loss of power, or a crash of the process',
  }),
  busyTimeoutMs: z.number().int().min(0).max(10_000).exactOptional().meta({
    env: 'JOBS_SQLITE_BUSY_TIMEOUT_MS',
    description: 'How long a call waits while somebody else writes',
  }),
  keepDoneMs: keepDoneMsSchema.exactOptional().meta({
    env: 'JOBS_SQLITE_KEEP_DONE_MS',
    description: keepDoneMsDescription,
  }),
});

/** The options with everything that was left out. */
export function settingsOf({
  file = '.patchbay/jobs.sqlite',
  durability = 'fsync',
  busyTimeoutMs = 1000,
  keepDoneMs = defaultKeepDoneMs,
}: SqliteJobsOptions): Required<SqliteJobsOptions> {
  return { file, durability, busyTimeoutMs, keepDoneMs };
}
