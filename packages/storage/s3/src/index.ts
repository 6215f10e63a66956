export { type S3Storage, s3Storage } from './adapter.ts';
export { capabilities as s3StorageCapabilities } from './capabilities.ts';
export type { S3StorageOptions } from './options.ts';
