import { join } from 'node:path';
import { DriverFailure } from '@patchbay/core';
import * as z from 'zod';
import { readText } from './disk.ts';
import { fileNames } from './names.ts';
import { parseJson } from './owner.ts';

const text = z.string();

/** What is kept of an object beside its bytes: the content of its index file. */
const indexSchema = z.object({
  format: z.literal(1),
  key: text,
  /** Names the body, and is the object's `etag`. */
  generation: z.string().regex(/^[0-9a-f]{32}$/),
  sizeBytes: z.number().int().nonnegative(),
  /** Epoch milliseconds. */
  modifiedAt: z.number(),
  contentType: text,
  contentEncoding: text.exactOptional(),
  contentDisposition: text.exactOptional(),
  contentLanguage: text.exactOptional(),
  cacheControl: text.exactOptional(),
  metadata: z.record(text, text),
  checksum: z.object({ algorithm: z.enum(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256']), value: text }),
});

export type ObjectIndex = z.infer<typeof indexSchema>;

/** What an application says of an object. */
export type KeptFields = Omit<
  ObjectIndex,
  'format' | 'key' | 'generation' | 'sizeBytes' | 'modifiedAt' | 'checksum'
>;

/**
 * The index of an object in a folder; `undefined` where there is no object.
 * @throws `DriverFailure` `invalid_response` for a file that is no index of this key.
 */
export async function readIndex(folder: string, name: string, key: string): Promise<ObjectIndex | undefined> {
  const found = await readText(join(folder, fileNames.index(name)));
  if (found === undefined) return undefined;
  const parsed = indexSchema.safeParse(parseJson(found));
  if (parsed.success && parsed.data.key === key) return parsed.data;
  throw new DriverFailure({
    code: 'invalid_response',
    reason: 'body_corrupt',
    message: 'The index of this object cannot be read; restore it, or remove its files.',
  });
}
