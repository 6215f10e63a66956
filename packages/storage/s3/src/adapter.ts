import type { S3 } from '@aws-sdk/client-s3';
import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type StorageOf, storage } from '@patchbay/storage';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client/client.ts';
import { checkBucket } from './driver/check.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors/failure.ts';
import { optionsSchema, type S3StorageOptions } from './options.ts';
import { urlOf } from './url/url.ts';

/** Storage in one bucket of S3: all operations of the category, and the SDK's client by `native()`. */
export interface S3Storage extends StorageOf<typeof capabilities>, Native<S3> {}

/**
 * Makes storage in one bucket of S3, or of a server that speaks its API. The SDK is loaded on the first call, never to
 * presign.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/
 * @example
 * const files = s3Storage({ bucket: 'uploads', region: 'eu-central-1' });
 * await files.put('avatars/ada.png', file, { contentType: 'image/png', ifAbsent: true });
 */
export const s3Storage: AdapterFactory<S3StorageOptions, S3Storage> = defineAdapter({
  spec: 1,
  contract: storage,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: checkBucket,
  close: (client: S3) => client.destroy(),
  parts: { url: urlOf },
});
