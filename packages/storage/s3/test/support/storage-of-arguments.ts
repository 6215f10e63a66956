import { type S3Storage, s3Storage } from '@patchbay/storage-s3';
import { bucket, credentials } from './account.ts';

/** The adapter over the server whose address is the program's first argument, and the further arguments. */
export function storageOfArguments(): { readonly storage: S3Storage; readonly given: readonly string[] } {
  const [, , baseUrl = '', ...given] = process.argv;
  return { storage: s3Storage({ bucket, region: 'us-east-1', ...credentials, baseUrl }), given };
}
