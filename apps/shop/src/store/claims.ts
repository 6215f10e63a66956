import type { Database } from './database.ts';

/** Things that count once: a sign-in that was begun, a provider's word of a sign-out. */
export interface Claims {
  /** True for the first caller alone, also over restarts. */
  claim(id: string, expiresAt: Date): boolean;
}

export function claimsIn(database: Database): Claims {
  const forget = database.prepare('DELETE FROM claims WHERE expires_at < ?');
  const insert = database.prepare('INSERT OR IGNORE INTO claims (id, expires_at) VALUES (?, ?)');
  return {
    claim(id, expiresAt) {
      forget.run(Date.now());
      return Number(insert.run(id, expiresAt.getTime()).changes) === 1;
    },
  };
}
