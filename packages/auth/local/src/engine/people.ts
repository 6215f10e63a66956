import * as z from 'zod';
import { stableUserId } from './ids.ts';
import type { UserRecord } from './records.ts';

/** Somebody whom a new directory has: with an e-mail address, a user name or both. */
export interface LocalPerson {
  readonly email?: string;
  /** Default: false. */
  readonly emailVerified?: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly pictureUrl?: string;
}

const filled = z.string().regex(/\S/, 'not blank');

const person = z
  .strictObject({
    email: z.email().exactOptional(),
    emailVerified: z.boolean().exactOptional(),
    username: filled.exactOptional(),
    name: filled.exactOptional(),
    pictureUrl: z.url({ protocol: /^https?$/ }).exactOptional(),
  })
  .refine(({ email, username }) => email !== undefined || username !== undefined, {
    path: ['email'],
    error: 'expected an e-mail address, a user name or both',
  });

export const peopleSchema: z.ZodType<readonly LocalPerson[]> = z
  .array(person)
  .readonly()
  .refine(areDistinct, 'expected nobody twice');

function areDistinct(people: readonly LocalPerson[]): boolean {
  return (['email', 'username'] as const).every((field) => {
    const names = people.flatMap((one) => one[field]?.toLowerCase() ?? []);
    return new Set(names).size === names.length;
  });
}

/** Whom a new directory has unless the options say otherwise. */
export const defaultPeople: readonly LocalPerson[] = [
  { email: 'ada@example.com', emailVerified: true, username: 'ada', name: 'Ada Lovelace' },
  { email: 'bob@example.com', emailVerified: false, username: 'bob', name: 'Bob Martin' },
];

/** A person from the options as the directory keeps them. */
export function toRecord(person: LocalPerson, sequence: number, now: number): UserRecord {
  const { email, emailVerified = false, username, name, pictureUrl } = person;
  return {
    id: stableUserId(email?.toLowerCase() ?? username ?? ''),
    sequence,
    ...(email !== undefined && { email }),
    emailVerified,
    ...(username !== undefined && { username }),
    ...(name !== undefined && { name }),
    ...(pictureUrl !== undefined && { pictureUrl }),
    status: 'active',
    metadata: {},
    createdAt: now,
    updatedAt: now,
  };
}
