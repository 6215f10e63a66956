import { invalidResponse } from '@patchbay/core';
import * as z from 'zod';

const idSchema = z.looseObject({ id: z.string().min(1) });

/**
 * The id that Acme's directory gives a person.
 * @throws `DriverFailure` `invalid_response` for an answer without one.
 */
export function fromId(answer: unknown): string {
  const result = idSchema.safeParse(answer);
  if (!result.success) throw invalidResponse('The answer has no id.');
  return result.data.id;
}
