import * as z from 'zod';

/** An option that every provider has. */
export interface KeepDone {
  /**
   * How long a job that was done is remembered, in milliseconds, 1000 to ten years: as long its id is taken. Jobs that
   * wait, run or are dead are never forgotten. Default: 86 400 000 (a day).
   */
  readonly keepDoneMs?: number;
}

/** A day. */
export const defaultKeepDoneMs = 86_400_000;

/** The schema of `keepDoneMs`. */
export const keepDoneMsSchema: z.ZodNumber = z
  .number()
  .int()
  .min(1000)
  .max(10 * 365 * 24 * 3_600_000);

/** Its description, the same in every provider’s table of options. */
export const keepDoneMsDescription = 'How long a job that was done is remembered, in milliseconds';
