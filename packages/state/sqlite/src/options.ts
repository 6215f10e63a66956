import * as z from 'zod';

/** Options of the state in a SQLite file; all of them may be left out. */
export interface SqliteStateOptions {
  /** The file, made where it is missing, readable by its owner alone. Default: `.patchbay/state.sqlite`. */
  readonly file?: string;
  /**
   * `fsync`: a write that succeeded outlives a loss of power. `process`: it outlives a crash of the process, and is
   * many times faster. Default: `fsync`.
   */
  readonly durability?: 'fsync' | 'process';
  /**
   * How long a write waits while somebody else writes, in milliseconds, 0 to 10 000. The process is free meanwhile.
   * Default: 1000.
   */
  readonly busyTimeoutMs?: number;
}

export const optionsSchema: z.ZodType<SqliteStateOptions> = z.strictObject({
  file: z.string().regex(/\S/, 'not blank').exactOptional().meta({
    env: 'STATE_SQLITE_FILE',
    description: 'The file that holds the records',
    where: 'a path on a disk of this machine that the application may write to',
  }),
  durability: z.enum(['fsync', 'process']).exactOptional().meta({
    env: 'STATE_SQLITE_DURABILITY',
    description: 'What a write outlives: a loss of power, or a crash of the process',
  }),
  busyTimeoutMs: z.number().int().min(0).max(10_000).exactOptional().meta({
    env: 'STATE_SQLITE_BUSY_TIMEOUT_MS',
    description: 'How long a write waits while another process writes',
  }),
});

/** The options with everything that was left out. */
export function settingsOf({
  file = '.patchbay/state.sqlite',
  durability = 'fsync',
  busyTimeoutMs = 1000,
}: SqliteStateOptions): Required<SqliteStateOptions> {
  return { file, durability, busyTimeoutMs };
}
