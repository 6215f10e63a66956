import * as z from 'zod';

/** What a server process is told. */
export const settingsSchema = z.strictObject({
  store: z.enum(['sqlite', 'redis', 'postgres']),
  where: z.string(),
  effectsFile: z.string(),
  retentionMs: z.number(),
  concurrency: z.number(),
  /** What is broken on purpose. */
  planted: z.enum(['dedupe', 'none']),
});

export type Settings = z.infer<typeof settingsSchema>;
