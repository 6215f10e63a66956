import * as z from 'zod';
import { isPlantName } from './planted.ts';

/** What a process of the application is told when it is started. */
export const settingsSchema = z.strictObject({
  store: z.enum(['sqlite', 'postgres']),
  /** A folder, or the address of a database. */
  where: z.string(),
  port: z.number(),
  stripeUrl: z.string(),
  sendgridUrl: z.string(),
  storyFile: z.string(),
  /** When the run began, in epoch milliseconds. */
  begunAt: z.number(),
  /** What is broken on purpose. */
  planted: z.string().refine(isPlantName).optional(),
});

/** What all processes of a run share. */
export type Settings = z.infer<typeof settingsSchema>;

export type StoreName = Settings['store'];

/** Times of the workers, in milliseconds: short, so that the work of a process that has ended is soon another's. */
export const times = { leaseMs: 2000, pollMs: 100, retryMs: 200, callMs: 10_000 } as const;

/** What the vendors know the application by. */
export const secrets = {
  stripe: 'sk_test_of_the_desk',
  webhook: 'whsec_of_the_desk_00000000000000',
  sendgrid: 'SG.of.the.desk',
} as const;
