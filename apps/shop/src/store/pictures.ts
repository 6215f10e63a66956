import * as z from 'zod';
import type { Picture } from '../picture.ts';
import type { Database } from './database.ts';
import { entrySchema } from './timeline.ts';

/** Pictures that buyers have uploaded. */
export interface Pictures {
  /** Writes one down, or what its key holds now; one that an order has stays as it is. Returns what is there. */
  save(picture: Picture): Picture;
  get(id: string): Picture | undefined;
}

export function picturesIn(database: Database): Pictures {
  const upsert = database.prepare(
    `INSERT INTO pictures (id, account_id, key, provider, etag, size_bytes, type, entries) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, etag = excluded.etag,
        size_bytes = excluded.size_bytes, type = excluded.type, entries = excluded.entries
      WHERE NOT EXISTS (SELECT 1 FROM orders WHERE picture_id = excluded.id)`,
  );
  const byId = database.prepare('SELECT * FROM pictures WHERE id = ?');
  return {
    save({ id, accountId, key, provider, etag, sizeBytes, type, entries }) {
      upsert.run(id, accountId, key, provider, etag, sizeBytes, type, JSON.stringify(entries));
      return pictureSchema.parse(byId.get(id));
    },
    get(id) {
      const row = byId.get(id);
      return row === undefined ? undefined : pictureSchema.parse(row);
    },
  };
}

const pictureSchema = z
  .object({
    id: z.string(),
    account_id: z.string(),
    key: z.string(),
    provider: z.string(),
    etag: z.string(),
    size_bytes: z.number(),
    type: z.enum(['image/jpeg', 'image/png']),
    entries: z.string(),
  })
  .transform(
    ({ account_id: accountId, size_bytes: sizeBytes, entries, ...row }): Picture => ({
      ...row,
      accountId,
      sizeBytes,
      entries: z.array(entrySchema).parse(JSON.parse(entries)),
    }),
  );
