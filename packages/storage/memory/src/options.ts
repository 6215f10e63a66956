import { reveal, type SecretInput } from '@patchbay/core';
import { SigningKeys } from '@patchbay/storage/embedded';
import * as z from 'zod';
import { MemoryStore } from './engine/memory-store.ts';

/** Options of the storage in memory; all of them may be left out. */
export interface MemoryStorageOptions {
  /**
   * Where the application mounts the pages that signed URLs lead to, for example `https://shop.example/files`. Default:
   * `http://localhost:4242/files`.
   */
  readonly publicUrl?: string;
  /** Signs URLs. A list while it is rotated: the first one signs, all of them verify. Default: random. */
  readonly signingSecret?: SecretInput | readonly SecretInput[];
  /** Objects that several instances share. Default: a store of the instance's own. */
  readonly store?: MemoryStore;
}

const developmentUrl = 'http://localhost:4242/files';

const secret = z.string().min(16, 'at least 16 characters');

export const optionsSchema: z.ZodType<MemoryStorageOptions> = z.strictObject({
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .exactOptional()
    .meta({
      env: 'STORAGE_MEMORY_PUBLIC_URL',
      description: 'Where the application mounts the pages that signed URLs lead to',
      where: 'the public URL of your application',
    }),
  signingSecret: z
    .union([secret, z.array(secret).min(1).readonly()])
    .exactOptional()
    .meta({
      env: 'STORAGE_MEMORY_SIGNING_SECRET',
      secret: true,
      description: 'Signs URLs',
      where: 'any random text of your own, at least 16 characters',
    }),
  store: z
    .unknown() // JSON Schema has no word for it
    .pipe(z.instanceof(MemoryStore))
    .exactOptional()
    .meta({ description: 'Objects that instances share' }),
});

export function urlSettingsOf({ publicUrl = developmentUrl, signingSecret }: MemoryStorageOptions) {
  const [first = crypto.randomUUID(), ...more] = [signingSecret ?? []].flat().map(reveal);
  return { publicUrl, keys: new SigningKeys(async () => [first, ...more]) };
}
