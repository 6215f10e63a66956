import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Session } from '../account.ts';
import type { Database } from './database.ts';
import { entrySchema } from './timeline.ts';

/** Whose sessions are over: one of the provider's sessions, or all of a person. */
export interface EndedElsewhere {
  readonly issuer: string;
  readonly subject?: string;
  readonly sessionId?: string;
}

/** Browsers in which somebody is signed in, by the id in their cookie. Only its hash is stored. */
export interface Sessions {
  add(id: string, session: Session): void;
  /** The session while it lasts. */
  get(id: string): Session | undefined;
  end(id: string): void;
  endAll(ended: EndedElsewhere): void;
}

export function sessionsIn(database: Database): Sessions {
  const forget = database.prepare('DELETE FROM sessions WHERE expires_at <= ?');
  const insert = database.prepare(
    'INSERT INTO sessions (hash, account_id, issuer, subject, provider_session, id_token, expires_at, entries) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const byHash = database.prepare('SELECT * FROM sessions WHERE hash = ? AND expires_at > ?');
  const end = database.prepare('DELETE FROM sessions WHERE hash = ?');
  const endOne = database.prepare('DELETE FROM sessions WHERE issuer = ? AND provider_session = ?');
  const endEvery = database.prepare('DELETE FROM sessions WHERE issuer = ? AND subject = ?');
  return {
    add(id, { accountId, identity: { issuer, subject }, expiresAt, entries, ...rest }) {
      const { providerSessionId = null, idToken = null } = rest;
      const until = expiresAt.getTime();
      forget.run(Date.now());
      const told = JSON.stringify(entries);
      insert.run(hashOf(id), accountId, issuer, subject, providerSessionId, idToken, until, told);
    },
    get(id) {
      const row = byHash.get(hashOf(id), Date.now());
      return row === undefined ? undefined : sessionSchema.parse(row);
    },
    end(id) {
      end.run(hashOf(id));
    },
    endAll({ issuer, subject, sessionId }) {
      if (sessionId !== undefined) endOne.run(issuer, sessionId);
      else if (subject !== undefined) endEvery.run(issuer, subject);
    },
  };
}

/** Who reads the file cannot be anybody: ids are random, so a plain hash is enough. */
function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

const sessionSchema = z
  .object({
    account_id: z.string(),
    issuer: z.string(),
    subject: z.string(),
    provider_session: z.string().nullable(),
    id_token: z.string().nullable(),
    expires_at: z.number(),
    entries: z.string(),
  })
  .transform(
    (row): Session => ({
      accountId: row.account_id,
      identity: { issuer: row.issuer, subject: row.subject },
      expiresAt: new Date(row.expires_at),
      entries: z.array(entrySchema).parse(JSON.parse(row.entries)),
      ...(row.provider_session !== null && { providerSessionId: row.provider_session }),
      ...(row.id_token !== null && { idToken: row.id_token }),
    }),
  );
