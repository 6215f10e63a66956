import { type Integration, IntegrationError } from '@patchbay/core';
import * as z from 'zod';
import { jobsLimits } from '../limits.ts';
import { queueSchema } from '../schemas.ts';
import type { JobHandler, WorkOptions } from '../worker.ts';

/** How a worker works, with every default filled in. */
export interface WorkSettings extends Pick<WorkOptions, 'retry' | 'onDead' | 'onError'> {
  readonly queue: string;
  readonly handler: JobHandler;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly pollMs: number;
}

const aFunction = z.custom((value) => typeof value === 'function', 'a function');

const settingsSchema = queueSchema.extend({
  handler: aFunction,
  concurrency: z.number().int().min(1).max(1000).default(4),
  leaseMs: z.number().int().min(jobsLimits.shortestLeaseMs).max(jobsLimits.longestLeaseMs).default(30_000),
  pollMs: z.number().int().min(1).max(3_600_000).default(1000),
  retry: aFunction.optional(),
  onDead: aFunction.optional(),
  onError: aFunction.optional(),
});

/**
 * The settings of a worker.
 * @throws `IntegrationError` `invalid_request`.
 */
export function toSettings(
  { category, provider, name }: Integration,
  queue: string,
  handler: JobHandler,
  options: WorkOptions,
): WorkSettings {
  const result = settingsSchema.safeParse({ ...options, queue, handler });
  if (result.success) {
    const { concurrency, leaseMs, pollMs } = result.data;
    return { ...options, queue, handler, concurrency, leaseMs, pollMs };
  }
  const found = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new IntegrationError({
    code: 'invalid_request',
    outcome: 'not_applied',
    message: `jobs.work cannot work so: ${found}`,
    category,
    provider,
    integration: name,
    operation: 'jobs.work',
  });
}
