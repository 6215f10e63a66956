import type { SyncSource } from './types.ts';

/** A person of a directory, without what the directory alone needs. */
export interface DirectoryUser {
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly pictureUrl?: string;
  readonly status: 'active' | 'disabled' | 'invited';
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is needed of a directory: every `Auth<'users.list'>` of `@patchbay/auth` has it. */
export interface UserDirectory {
  readonly users: {
    /** People. */
    list(
      input: object,
      options: { readonly signal: AbortSignal },
    ): AsyncIterable<DirectoryUser & { readonly id: string; readonly updatedAt: Date }>;
  };
}

/**
 * The people of a directory as a source: whoever is listed no more counts as removed. The whole directory is read by
 * each run.
 * @example
 * const from = directorySource(auth);
 * const sync = createSync({ name: 'people', from, to: shopUsers, state, conflict: sourceWins() });
 */
export function directorySource({ users }: UserDirectory): SyncSource<DirectoryUser> {
  return {
    async *all(signal) {
      for await (const user of users.list({}, { signal })) {
        yield { id: user.id, updatedAt: user.updatedAt, value: toValue(user) };
      }
    },
  };
}

function toValue(user: DirectoryUser): DirectoryUser {
  const { email, emailVerified, username, name, pictureUrl, status, metadata } = user;
  return {
    ...(email !== undefined && { email }),
    emailVerified,
    ...(username !== undefined && { username }),
    ...(name !== undefined && { name }),
    ...(pictureUrl !== undefined && { pictureUrl }),
    status,
    metadata,
  };
}
