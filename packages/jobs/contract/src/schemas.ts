import * as z from 'zod';
import { jobsLimits, toKeptError, whyNotId } from './limits.ts';
import { findUnfit, readPayload } from './payload.ts';

const named = (what: string, whereUndefined?: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? whereUndefined : undefined) })
    .check(({ value, issues }) => {
      const why = whyNotId(value);
      if (why !== undefined)
        issues.push({
          code: 'custom',
          input: undefined,
          message: `found ${what} that cannot be kept: ${why}`,
        });
    });

const whole = (least: number, most: number, what: string) =>
  z
    .number()
    .refine(
      (count) => Number.isSafeInteger(count) && count >= least && count <= most,
      `${what}, ${least} to ${most}`,
    );

const queue = z
  .string()
  .regex(
    /^[a-zA-Z0-9._-]{1,100}$/,
    `a name of 1 to ${jobsLimits.queueCharacters} characters of a-z A-Z 0-9 . _ -`,
  );
const id = named('an id');
const token = z.string().min(1).max(500);
const leaseMs = whole(jobsLimits.shortestLeaseMs, jobsLimits.longestLeaseMs, 'whole milliseconds');
const error = z.string().transform(toKeptError);

/** What the caller changes later is not in it: it is copied at once. */
const payload = z
  .unknown()
  .check(({ value, issues }) => {
    const unfit = findUnfit(value);
    if (unfit !== undefined)
      issues.push({
        code: 'custom',
        input: undefined,
        path: [...unfit.path],
        message: `found ${unfit.found}; expected JSON of at most ${jobsLimits.payloadBytes} octets`,
      });
  })
  .transform((value) => readPayload(JSON.stringify(value)));

const runAt = z
  .date()
  .min(new Date(0), 'a date from 1970 on')
  .max(new Date('9999-12-31T00:00:00Z'), 'a date before the year 10000');

export const queueSchema = z.strictObject({ queue });
export const jobSchema = z.strictObject({ queue, id });
/**
 * A transaction that got lost on its way here would be a job without one: written down whatever the caller rolls back.
 */
const transaction = z
  .unknown()
  .refine(
    (given) => given !== undefined,
    'found undefined; expected your open transaction. Where there is none, leave it out',
  );

/** So would an id that got lost: a new job each time, where the caller relies on its being one. */
const ownId = named('an id', 'found nothing; expected your id. To have one drawn, leave `id` out');

/** An id is drawn before the first attempt, so that further attempts of the same call are the same job. */
export const enqueueSchema = z
  .strictObject({
    queue,
    id: ownId.exactOptional(),
    payload,
    runAt: runAt.exactOptional(),
    orderingKey: named('an ordering key').exactOptional(),
    transaction: transaction.exactOptional(),
  })
  .transform((job) => ({ id: crypto.randomUUID(), ...job }));
export const claimSchema = z.strictObject({
  queue,
  limit: whole(1, jobsLimits.claimed, 'a whole number'),
  leaseMs,
});
export const heldSchema = z.strictObject({ queue, id, token });
export const renewSchema = z.strictObject({ queue, id, token, leaseMs });
export const retrySchema = z.strictObject({
  queue,
  id,
  token,
  delayMs: whole(0, jobsLimits.delayMs, 'whole milliseconds'),
  error,
});
export const burySchema = z.strictObject({ queue, id, token, error });
