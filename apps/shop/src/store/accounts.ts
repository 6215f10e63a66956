import type { IdentityKey } from '@patchbay/auth';
import * as z from 'zod';
import type { Account } from '../account.ts';
import type { Database } from './database.ts';

export type NewAccount = Omit<Account, 'identities'>;

/** Whom a sign-in could mean. */
export interface Lookup {
  readonly key: IdentityKey;
  readonly email?: string | undefined;
  readonly accountId?: string | undefined;
}

/** Who buys here, and who may sign in as them. */
export interface Accounts {
  add(account: NewAccount): void;
  get(id: string): Account | undefined;
  /** What somebody is called from now on. Who may sign in stays. */
  rename(id: string, profile: Pick<Account, 'name' | 'email'>): void;
  /** All that have the identity, the e-mail address but for case, or the id. */
  meantBy(lookup: Lookup): readonly Account[];
  /** Lets an identity sign in to an account; one that has an account stays with it. */
  link(id: string, key: IdentityKey): void;
}

export function accountsIn(database: Database): Accounts {
  const insert = database.prepare('INSERT INTO accounts (id, name, email, created_at) VALUES (?, ?, ?, ?)');
  const byId = database.prepare('SELECT * FROM accounts WHERE id = ?');
  const update = database.prepare('UPDATE accounts SET name = ?, email = ? WHERE id = ?');
  const byAny = database.prepare(
    `SELECT * FROM accounts WHERE id = ? OR lower(email) = lower(?)
      OR id = (SELECT account_id FROM identities WHERE issuer = ? AND subject = ?)`,
  );
  const identities = database.prepare(
    'SELECT issuer, subject FROM identities WHERE account_id = ? ORDER BY rowid',
  );
  const link = database.prepare(
    'INSERT OR IGNORE INTO identities (issuer, subject, account_id) VALUES (?, ?, ?)',
  );
  const toAccount = (found: unknown): Account => {
    const row = accountSchema.parse(found);
    return {
      id: row.id,
      ...(row.name !== null && { name: row.name }),
      ...(row.email !== null && { email: row.email }),
      identities: z.array(identitySchema).parse(identities.all(row.id)),
    };
  };
  return {
    add({ id, name = null, email = null }) {
      insert.run(id, name, email, Date.now());
    },
    get(id) {
      const row = byId.get(id);
      return row === undefined ? undefined : toAccount(row);
    },
    rename: (id, { name = null, email = null }) => void update.run(name, email, id),
    meantBy: ({ key, email = null, accountId = null }) =>
      byAny.all(accountId, email, key.issuer, key.subject).map(toAccount),
    link(id, { issuer, subject }) {
      link.run(issuer, subject, id);
    },
  };
}

const identitySchema = z.object({ issuer: z.string(), subject: z.string() });

const accountSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});
