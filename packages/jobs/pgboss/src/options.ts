import type { SecretInput } from '@patchbay/core';
import { defaultKeepDoneMs, type KeepDone, keepDoneMsDescription, keepDoneMsSchema } from '@patchbay/jobs';
import * as z from 'zod';

/** Options of the jobs in pg-boss. */
export interface PgbossJobsOptions extends KeepDone {
  /**
   * Where the database is, and as whom: `postgres://user:password@host:5432/database`. With `?sslmode=verify-full` the
   * connection is encrypted and the server's certificate checked. Environment: `DATABASE_URL`.
   */
  readonly url: SecretInput;
  /**
   * The schema in which pg-boss has its tables, made where it is missing: lower-case letters, digits and `_`. Not that
   * of a pg-boss of your own. Default: `patchbay_jobs`.
   */
  readonly schema?: string;
  /** How many connections this instance opens at most, 2 to 100. Default: 10. */
  readonly poolSize?: number;
}

export const optionsSchema: z.ZodType<PgbossJobsOptions> = z.strictObject({
  url: z
    .string('a URL')
    .regex(/^postgres(ql)?:\/\/\S+$/, 'a URL of the form postgres://user:password@host:5432/database')
    .refine((url) => URL.canParse(url), 'a well-formed URL: special characters of the password are encoded')
    .meta({
      env: 'DATABASE_URL',
      secret: true,
      description: 'The database, with user and password',
      where: 'the connection string that the provider of the database shows',
    }),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,49}$/, 'a name like patchbay_jobs')
    .exactOptional()
    .meta({ env: 'JOBS_PGBOSS_SCHEMA', description: 'The schema that holds the jobs' }),
  poolSize: z
    .number()
    .int()
    .min(2)
    .max(100)
    .exactOptional()
    .meta({ env: 'JOBS_PGBOSS_POOL_SIZE', description: 'The most connections of one instance' }),
  keepDoneMs: keepDoneMsSchema.exactOptional().meta({
    env: 'JOBS_PGBOSS_KEEP_DONE_MS',
    description: keepDoneMsDescription,
  }),
});

/** The options with everything that was left out. */
export function settingsOf({
  url,
  schema = 'patchbay_jobs',
  poolSize = 10,
  keepDoneMs = defaultKeepDoneMs,
}: PgbossJobsOptions): Required<PgbossJobsOptions> {
  return { url, schema, poolSize, keepDoneMs };
}
