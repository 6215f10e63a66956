import * as z from 'zod';
import { stateLimits, whyNotKey, whyNotPrefix, whyNotValue } from './limits.ts';

const text = (what: string, whyNot: (value: string) => string | undefined) =>
  z.string().check(({ value, issues }) => {
    const why = whyNot(value);
    if (why !== undefined)
      issues.push({ code: 'custom', input: undefined, message: `found ${what} that cannot be kept: ${why}` });
  });

const key = text('a key', whyNotKey);
const value = text('a value', whyNotValue);
const ttlMs = z
  .number()
  .refine(
    (ms) => Number.isSafeInteger(ms) && ms >= 1 && ms <= stateLimits.ttlMs,
    `whole milliseconds, 1 to ${stateLimits.ttlMs} (ten years)`,
  )
  .exactOptional();

export const keySchema = z.strictObject({ key });
export const putSchema = z.strictObject({ key, value, ttlMs });
export const casSchema = z
  .strictObject({ key, expected: value.optional(), value: value.optional(), ttlMs })
  .refine((input) => 'expected' in input && 'value' in input, {
    path: ['expected'],
    error:
      'found one of them only; expected both `expected` and `value`, each a text, or nothing where that is meant',
  });
export const incrementSchema = z.strictObject({
  key,
  by: z.number().refine(Number.isSafeInteger, 'a whole number').exactOptional(),
  ttlMs,
});
export const listSchema = z.strictObject({ prefix: text('a prefix', whyNotPrefix).exactOptional() });
