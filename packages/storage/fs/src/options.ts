import { reveal, type SecretInput } from '@patchbay/core';
import * as z from 'zod';
import type { FsSettings } from './engine/fs-store.ts';

/** Options of the storage on files; all of them may be left out. */
export interface FsStorageOptions {
  /** The folder that holds everything; made where it is missing. Default: `.patchbay/storage` in the working folder. */
  readonly root?: string;
  /**
   * Where the application mounts the pages that signed URLs lead to, for example `https://shop.example/files`. Default:
   * `http://localhost:4242/files`.
   */
  readonly publicUrl?: string;
  /**
   * Signs URLs. A list while it is rotated: the first one signs, all of them verify. Default: a random one that is kept
   * in the root.
   */
  readonly signingSecret?: SecretInput | readonly SecretInput[];
  /**
   * `fsync`: a write that succeeded outlives a loss of power. `rename`: it outlives a crash of the process, and is
   * faster. Default: `fsync`.
   */
  readonly durability?: 'fsync' | 'rename';
}

const defaultRoot = '.patchbay/storage';
const developmentUrl = 'http://localhost:4242/files';

const filled = z.string().regex(/\S/, 'not blank');
const secret = z.string().min(16, 'at least 16 characters');

export const optionsSchema: z.ZodType<FsStorageOptions> = z.strictObject({
  root: filled.exactOptional().meta({
    env: 'STORAGE_FS_ROOT',
    description: 'The folder that holds everything',
    where: 'a path that the application may write to',
  }),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .exactOptional()
    .meta({
      env: 'STORAGE_FS_PUBLIC_URL',
      description: 'Where the application mounts the pages that signed URLs lead to',
      where: 'the public URL of your application',
    }),
  signingSecret: z
    .union([secret, z.array(secret).min(1).readonly()])
    .exactOptional()
    .meta({
      env: 'STORAGE_FS_SIGNING_SECRET',
      secret: true,
      description: 'Signs URLs',
      where: 'any random text of your own, at least 16 characters',
    }),
  durability: z.enum(['fsync', 'rename']).exactOptional().meta({
    env: 'STORAGE_FS_DURABILITY',
    description: 'What a write outlives: a loss of power, or a crash of the process',
  }),
});

export function settingsOf({ root = defaultRoot, durability = 'fsync' }: FsStorageOptions): FsSettings {
  return { root, isDurable: durability === 'fsync' };
}

export function publicUrlOf({ publicUrl = developmentUrl }: FsStorageOptions): string {
  return publicUrl;
}

/** The configured secrets, the one that signs first; empty where there are none. */
export function secretsOf({ signingSecret = [] }: FsStorageOptions): readonly string[] {
  return [signingSecret].flat().map(reveal);
}
