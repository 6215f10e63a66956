import type { S3 } from '@aws-sdk/client-s3';
import type { Native } from '@patchbay/core';
import { type Storage, storage } from '@patchbay/storage';
import { type S3Storage, type S3StorageOptions, s3Storage } from '@patchbay/storage-s3';
import { describe, expectTypeOf, it } from 'vitest';

describe('the types of s3Storage', () => {
  it('show one name, and hand over the typed client', () => {
    const made = s3Storage({ bucket: 'uploads', region: 'eu-central-1' });
    expectTypeOf(made).toEqualTypeOf<S3Storage>();
    expectTypeOf(made).toExtend<Native<S3>>();
  });

  it('fit what an application asks for', () => {
    expectTypeOf<S3Storage>().toExtend<Storage<'list' | 'copy' | 'uploads.create'>>();
    expectTypeOf(storage.needs('put', 'get', { traits: ['presign.post'] })).not.toBeAny();
    expectTypeOf(s3Storage).parameter(0).toEqualTypeOf<S3StorageOptions>();
  });
});
