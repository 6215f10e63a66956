import type { Worker } from '@patchbay/jobs';
import { createSync, type Sync, type SyncTarget, sourceWins, type UserDirectory } from '@patchbay/sync';
import type { Account } from '../account.ts';
import type { Desk } from './desk.ts';

type Profile = Pick<Account, 'name' | 'email'>;

type DirectoryParts = Pick<Desk, 'auth' | 'store' | 'state' | 'jobs' | 'clock'>;

/** Where looks at the directory wait. */
export const directoryQueue = 'directory';
const everyMs = 3_600_000;

/**
 * Keeps names and addresses of accounts as the directory of the provider has them, once an hour; `undefined` where the shop
 * cannot read one. Who may sign in to which account is never touched, and nobody who left is removed: their orders stay.
 */
export function followDirectory(parts: DirectoryParts): Worker | undefined {
  const { auth, jobs, clock } = parts;
  if (!hasDirectory(auth)) return undefined;
  const sync = profileSync(parts, auth);
  const look = async (hour: number): Promise<void> => {
    await jobs.enqueue({
      queue: directoryQueue,
      id: `directory:${hour}`,
      payload: {},
      runAt: new Date(hour * everyMs),
    });
  };
  const thisHour = (): number => Math.floor(clock.now() / everyMs);
  const worker = jobs.work(
    directoryQueue,
    async (_job, { signal }) => {
      await look(thisHour() + 1); // first, so that the next hour comes whatever becomes of this one
      // Nothing is ever removed here: so it does not matter how many have left.
      const { failed } = await sync.run({ signal, maxRemovals: Number.POSITIVE_INFINITY });
      if (failed[0] !== undefined) throw failed[0].error;
    },
    { concurrency: 1, pollMs: 60_000, onError: console.error },
  );
  const looking = look(thisHour()).catch(console.error);
  const close = async (graceMs?: number): Promise<void> => {
    await looking;
    await worker.close(graceMs);
  };
  return { close, [Symbol.asyncDispose]: () => close() };
}

/**
 * An embedded provider that lists its people: there a person's id in the directory is the one that signs in. Of others
 * nobody says so.
 */
function hasDirectory(auth: Desk['auth']): auth is Desk['auth'] & UserDirectory {
  return auth.capabilities.embedded === true && auth.supports('users.list');
}

function profileSync(
  { auth: { provider }, store, state, clock }: DirectoryParts,
  { users }: UserDirectory,
): Sync<Profile> {
  const { accounts } = store;
  /** Of an account with several identities the first one tells what somebody is called. */
  const accountOf = (subject: string): Account | undefined => {
    const [account] = accounts.meantBy({ key: { issuer: provider, subject } });
    return account?.identities[0]?.subject === subject ? account : undefined;
  };
  return createSync({
    name: 'directory',
    from: {
      // Not `directorySource`: of people who never signed in here nothing is to be remembered.
      async *all(signal) {
        for await (const { id, updatedAt, ...person } of users.list({}, { signal })) {
          const account = accountOf(id);
          if (account === undefined) continue; // has never signed in here
          const email = person.emailVerified ? person.email : account.email;
          yield { id, updatedAt, value: toProfile(person.name ?? person.username, email) };
        }
      },
    },
    to: toAccounts(accounts, accountOf),
    state,
    clock,
    conflict: sourceWins(),
  });
}

function toAccounts(
  accounts: Desk['store']['accounts'],
  accountOf: (subject: string) => Account | undefined,
): SyncTarget<Profile> {
  return {
    async get(id) {
      const account = accountOf(id);
      return account && { value: toProfile(account.name, account.email) };
    },
    async upsert(id, profile) {
      const account = accountOf(id);
      if (account !== undefined) accounts.rename(account.id, profile);
      return account !== undefined;
    },
    remove: async () => true,
  };
}

function toProfile(name: string | undefined, email: string | undefined): Profile {
  return { ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
}
