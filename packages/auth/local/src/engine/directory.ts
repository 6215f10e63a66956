import type {
  CreateUser,
  FindUser,
  ListUsers,
  PasswordVerdict,
  SetPassword,
  UpdateUser,
  VerifyPassword,
} from '@patchbay/auth';
import { type Clock, reveal } from '@patchbay/core';
import { digestOf, newUserId } from './ids.ts';
import type { Ledger } from './ledger.ts';
import { assertPassword, Passwords } from './passwords.ts';
import type { UserRecord } from './records.ts';
import { refuse } from './refusal.ts';
import type { Store } from './store.ts';
import { PasswordTries } from './tries.ts';
import { applyUpdate, areSameName, assertFree, findByName, pageOf, type UserPage } from './users.ts';

/** What became of a password, with the person as the directory keeps them. */
export type Verdict =
  | { readonly status: 'right'; readonly user: UserRecord }
  | Exclude<PasswordVerdict, { readonly status: 'right' }>;

/** The people of one provider. */
export class LocalDirectory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #passwords = new Passwords();
  readonly #tries = new PasswordTries();

  /** @internal */
  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** How many people there are. */
  async count(): Promise<number> {
    return this.#store.ledger.users.size;
  }

  /** Passwords that are being hashed: work beside the event loop, which a virtual clock has to wait for. */
  get hashing(): number {
    return this.#passwords.pending;
  }

  /** Who can sign in, oldest first. */
  active(): readonly UserRecord[] {
    return [...this.#store.ledger.users.values()].filter(({ status }) => status === 'active');
  }

  /** The person, if they can sign in. */
  activeUser(id: string): UserRecord | undefined {
    return this.active().find((user) => user.id === id);
  }

  /** @throws `LocalAuthError` `user_exists`, `key_reused`, `password_weak` */
  async create(input: CreateUser, key: string | undefined): Promise<UserRecord> {
    const { email, emailVerified = false, username, name, pictureUrl, password, metadata = {} } = input;
    const hash = password === undefined ? undefined : await this.#hash(reveal(password));
    return this.#transact((ledger, now) => {
      const earlier = recall(ledger, key, input, now);
      if (earlier !== undefined) return earlier;
      assertFree(ledger, { email, username });
      const user: UserRecord = {
        id: newUserId(),
        sequence: ledger.nextSequence(),
        ...(email !== undefined && { email }),
        emailVerified: emailVerified && email !== undefined,
        ...(username !== undefined && { username }),
        ...(name !== undefined && { name }),
        ...(pictureUrl !== undefined && { pictureUrl }),
        status: 'active',
        metadata: { ...metadata },
        ...(hash !== undefined && { passwordHash: hash }),
        createdAt: now,
        updatedAt: now,
      };
      ledger.users.set(user.id, user);
      if (key !== undefined) {
        const fingerprint = fingerprintOf(input);
        ledger.remember({ key, at: now, fingerprint, result: structuredClone(user) });
      }
      return user;
    });
  }

  /** @throws `LocalAuthError` `user_missing` */
  async get(id: string): Promise<UserRecord> {
    return structuredClone(userOf(this.#store.ledger, id));
  }

  async find(asked: FindUser): Promise<readonly UserRecord[]> {
    const isMeant = (user: UserRecord): boolean =>
      'email' in asked ? areSameName(user.email, asked.email) : areSameName(user.username, asked.username);
    return structuredClone([...this.#store.ledger.users.values()].filter(isMeant));
  }

  /** @throws `LocalAuthError` `parameter_invalid` for a limit out of range or a cursor that nobody handed out. */
  async list({ status }: ListUsers, page: Parameters<typeof pageOf>[1]): Promise<UserPage> {
    return structuredClone(
      pageOf(this.#store.ledger, page, (user) => status === undefined || user.status === status),
    );
  }

  /** @throws `LocalAuthError` `user_missing`, `user_exists`, `parameter_invalid` */
  async update({ id, ...changes }: UpdateUser): Promise<UserRecord> {
    return this.#transact((ledger, now) => {
      const user = applyUpdate(userOf(ledger, id), changes, now);
      assertFree(ledger, user);
      ledger.users.set(id, user);
      return user;
    });
  }

  /** @throws `LocalAuthError` `user_missing` */
  async setStatus(id: string, status: UserRecord['status']): Promise<UserRecord> {
    return this.#transact((ledger, now) => {
      const user = userOf(ledger, id);
      if (status === 'disabled') endSessions(ledger, id);
      if (user.status === status) return user;
      const changed = { ...user, status, updatedAt: now };
      ledger.users.set(id, changed);
      return changed;
    });
  }

  /** Forgets a person; one that is gone is fine. */
  async delete(id: string): Promise<void> {
    await this.#transact((ledger) => {
      ledger.users.delete(id);
      endSessions(ledger, id);
    });
  }

  /** @throws `LocalAuthError` `user_missing`, `password_weak` */
  async setPassword({ id, password }: SetPassword): Promise<void> {
    userOf(this.#store.ledger, id);
    const passwordHash = await this.#hash(reveal(password));
    await this.#transact((ledger, now) => {
      ledger.users.set(id, { ...userOf(ledger, id), passwordHash, updatedAt: now });
      endSessions(ledger, id);
      this.#tries.forgive(id);
    });
  }

  /** Whether a password is right. Who is unknown, and who has no password, takes as long as a wrong one. */
  async verifyPassword({ identifier, password }: VerifyPassword): Promise<Verdict> {
    const user = findByName(this.#store.ledger, identifier);
    const name = user?.id ?? identifier.toLowerCase();
    const until = this.#tries.begin(name, this.#clock.now());
    if (until !== undefined) return { status: 'locked', until: new Date(until) };
    const text = reveal(password);
    const isRight = await this.#passwords.verify(text, user?.passwordHash);
    if (!isRight || user === undefined) return { status: 'wrong' };
    this.#tries.forgive(name);
    if (user.status !== 'active') return { status: 'locked' };
    await this.#rehash(user, text);
    return { status: 'right', user: structuredClone(user) };
  }

  /** @throws `LocalAuthError` `user_missing` */
  async endSessions(id: string): Promise<void> {
    await this.#transact((ledger) => {
      userOf(ledger, id);
      endSessions(ledger, id);
    });
  }

  async #hash(password: string): Promise<string> {
    assertPassword(password);
    return this.#passwords.hash(password);
  }

  /** A hash that was made at another cost is replaced as soon as the password is at hand. */
  async #rehash({ id, passwordHash }: UserRecord, password: string): Promise<void> {
    if (passwordHash === undefined || !this.#passwords.isDated(passwordHash)) return;
    const fresh = await this.#passwords.hash(password);
    await this.#transact((ledger) => {
      const user = ledger.users.get(id);
      if (user?.passwordHash === passwordHash) ledger.users.set(id, { ...user, passwordHash: fresh });
    });
  }

  /** Gives a copy: what it returns does not change with the ledger. */
  #transact<T>(work: (ledger: Ledger, now: number) => T): Promise<T> {
    const now = this.#clock.now();
    return this.#store.transact((ledger) => structuredClone(work(ledger, now)));
  }
}

/** @throws `LocalAuthError` `user_missing` */
function userOf(ledger: Ledger, id: string): UserRecord {
  const user = ledger.users.get(id);
  if (user === undefined) throw refuse('user_missing', `There is no user ${id}.`);
  return user;
}

/** Everything that the protocol keeps of a person: sessions, grants, codes, tokens. */
function endSessions(ledger: Ledger, id: string): void {
  ledger.removeWhere(({ payload: { accountId } }) => accountId === id);
}

/** @throws `LocalAuthError` `key_reused` */
function recall(
  ledger: Ledger,
  key: string | undefined,
  input: CreateUser,
  now: number,
): UserRecord | undefined {
  const used = key === undefined ? undefined : ledger.recall(key, now);
  if (used === undefined) return undefined;
  if (used.fingerprint === fingerprintOf(input)) return used.result;
  throw refuse('key_reused', 'The idempotency key was used with other input.');
}

/** The same for the same input. A password is no part of it: a plain digest would be a way to guess it. */
function fingerprintOf({ password: _secret, metadata = {}, ...input }: CreateUser): string {
  const entries = Object.entries({ ...input, ...prefixed(metadata) });
  return digestOf(JSON.stringify(entries.toSorted(([left], [right]) => (left < right ? -1 : 1))));
}

function prefixed(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata.${name}`, value]));
}
