import * as z from 'zod';
import { refuse } from './refusal.ts';
import { longestOf } from './schedule.ts';

const year = 365 * 86_400_000;
const ms = z
  .number()
  .int()
  .min(0)
  .max(10 * year);
const aLife = z
  .number()
  .int()
  .min(1)
  .max(10 * year);
const count = z.number().int().min(1).max(1000);

const figureFields = z.object({
  schedule: z.array(ms).min(1).max(100),
  retentionMs: aLife,
  disableAfterMs: aLife.optional(),
  concurrencyPerEndpoint: count.optional(),
  breaker: z.object({ failures: count.optional(), openMs: aLife.optional() }).optional(),
  name: z
    .string()
    .regex(/^[\w.-]{1,80}$/, '1 to 80 of a-z A-Z 0-9 . _ -')
    .optional(),
});

/** What is forgotten before its last try is never tried again. */
const figures = figureFields.check(({ value: { schedule, retentionMs }, issues }) => {
  const leastMs = longestOf(schedule);
  if (retentionMs >= leastMs) return;
  const message = `found ${retentionMs}; expected at least ${leastMs}, which is what the schedule may take`;
  issues.push({ code: 'custom', input: undefined, path: ['retentionMs'], message });
});

/** @throws `IntegrationError` `config_invalid`. */
export function checkFigures(options: object): void {
  const result = figures.safeParse(options);
  if (result.success) return;
  const problems = result.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    expected: message,
  }));
  const found = problems.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
  throw refuse('sender', {
    code: 'config_invalid',
    message: `The sender’s options are not sound: ${found}.`,
    problems,
  });
}
