import type { IntegrationError } from '@patchbay/core';
import { expect } from 'vitest';
import { type Fate, makePost, type PostOffice } from './post.ts';

export const key = { idempotencyKey: 'receipt:7' };
export const letter = { text: 'Thank you' };

/** What work fails with. */
export function failure(work: Promise<unknown>): Promise<IntegrationError> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error: IntegrationError) => error,
  );
}

export async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}

/** A machine whose first call met this fate. */
export async function after(fate: Fate, given: Parameters<typeof makePost>[0] = {}) {
  const made = makePost(given);
  made.office.fates.push(fate);
  const error = await failure(made.mail.send(letter, key));
  return { ...made, error };
}

/** Until a letter is at the office. */
export async function arrived(office: PostOffice): Promise<void> {
  while (sends(office) === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** How many letters the office was asked to send. */
export function sends({ asked }: PostOffice): number {
  return asked.filter((path) => path === '/send').length;
}
