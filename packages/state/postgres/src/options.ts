import type { SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Options of the state in Postgres. */
export interface PostgresStateOptions {
  /**
   * Where the database is, and as whom: `postgres://user:password@host:5432/database`. With `?sslmode=verify-full` the
   * connection is encrypted and the server's certificate checked. Environment: `DATABASE_URL`.
   */
  readonly url: SecretInput;
  /**
   * The table, made where it is missing: lower-case letters, digits and `_`, with a schema before it where it is not to
   * be found by the search path (`shop.state`). Applications with a table each do not see each other. Default:
   * `patchbay_state`.
   */
  readonly table?: string;
  /** How many connections this instance opens at most, 1 to 100. Default: 10. */
  readonly poolSize?: number;
}

export const optionsSchema: z.ZodType<PostgresStateOptions> = z.strictObject({
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
  table: z
    .string()
    .regex(/^([a-z_][a-z0-9_]{0,49}\.)?[a-z_][a-z0-9_]{0,49}$/, 'a name like patchbay_state, or shop.state')
    .exactOptional()
    .meta({ env: 'STATE_POSTGRES_TABLE', description: 'The table that holds the records' }),
  poolSize: z
    .number()
    .int()
    .min(1)
    .max(100)
    .exactOptional()
    .meta({ env: 'STATE_POSTGRES_POOL_SIZE', description: 'The most connections of one instance' }),
});

/** The options with everything that was left out. */
export function settingsOf({
  url,
  table = 'patchbay_state',
  poolSize = 10,
}: PostgresStateOptions): Required<PostgresStateOptions> {
  return { url, table, poolSize };
}
