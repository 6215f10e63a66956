import type { UpdateUser } from '@patchbay/auth';
import type { Ledger } from './ledger.ts';
import type { UserRecord } from './records.ts';
import { refuse } from './refusal.ts';

const defaultPage = 20;
const largestPage = 100;

/** Which part of a list to give. */
export interface PageRequest {
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/** One page of people, oldest first. */
export interface UserPage {
  readonly items: readonly UserRecord[];
  readonly next?: string;
}

/** Names are one person's whatever their case. */
export function areSameName(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}

/** Who has this e-mail address or user name. */
export function findByName({ users }: Ledger, name: string): UserRecord | undefined {
  return [...users.values()].find(
    ({ email, username }) => areSameName(email, name) || areSameName(username, name),
  );
}

/** @throws `LocalAuthError` `user_exists` when somebody else has the e-mail address or the user name. */
export function assertFree(
  { users }: Ledger,
  person: {
    readonly id?: string;
    readonly email?: string | undefined;
    readonly username?: string | undefined;
  },
): void {
  for (const other of users.values()) {
    if (other.id === person.id) continue;
    if (areSameName(other.email, person.email)) {
      throw refuse('user_exists', 'Another user has this e-mail address.');
    }
    if (areSameName(other.username, person.username)) {
      throw refuse('user_exists', 'Another user has this user name.');
    }
  }
}

/** The person with the changes. @throws `LocalAuthError` `parameter_invalid` when no name would be left. */
export function applyUpdate(user: UserRecord, changes: Omit<UpdateUser, 'id'>, now: number): UserRecord {
  const { email, emailVerified, username, name, pictureUrl, metadata = {} } = changes;
  const changed: UserRecord = { ...user, metadata: { ...user.metadata, ...metadata }, updatedAt: now };
  if (email !== undefined && !areSameName(email ?? undefined, user.email)) changed.emailVerified = false;
  if (emailVerified !== undefined) changed.emailVerified = emailVerified;
  for (const [field, value] of Object.entries({ email, username, name, pictureUrl } as const)) {
    if (!isTextField(field) || value === undefined) continue;
    if (value === null) delete changed[field];
    else changed[field] = value;
  }
  if (changed.email === undefined) changed.emailVerified = false;
  if (changed.email === undefined && changed.username === undefined) {
    throw refuse('parameter_invalid', 'A user needs an e-mail address or a user name.');
  }
  return changed;
}

const textFields = ['email', 'username', 'name', 'pictureUrl'] as const;

function isTextField(name: string): name is (typeof textFields)[number] {
  return textFields.some((field) => field === name);
}

/** @throws `LocalAuthError` `parameter_invalid` for a limit out of range or a cursor that nobody handed out. */
export function pageOf(
  { users }: Ledger,
  page: PageRequest,
  isMeant: (user: UserRecord) => boolean,
): UserPage {
  const limit = page.limit ?? defaultPage;
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) {
    throw refuse('parameter_invalid', `limit is ${limit}; give 1 to ${largestPage}.`);
  }
  if (page.cursor !== undefined && !/^\d{1,15}$/.test(page.cursor)) {
    throw refuse('parameter_invalid', 'The cursor is not one of this list.');
  }
  const seen = Number(page.cursor ?? 0);
  const rest = [...users.values()].filter((user) => user.sequence > seen && isMeant(user));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rest.length > limit && last !== undefined && { next: String(last.sequence) }) };
}
