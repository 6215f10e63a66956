import { s3Storage } from '@patchbay/storage-s3';
import { describe, expect, it } from 'vitest';

const bucket = { bucket: 'uploads', region: 'eu-central-1' };

describe('options', () => {
  it.each([
    [{ accessKeyId: 'AKIA1' }, 'secretAccessKey'],
    [{ sessionToken: 'token' }, 'sessionToken'],
    [{ bucket: 'a' }, 'bucket'],
    [{ region: 'EU Central' }, 'region'],
    [{ baseUrl: 'https://user:password@s3.example' }, 'baseUrl'],
    [{ baseUrl: 'ftp://s3.example' }, 'baseUrl'],
  ])('%o are refused, by the name of the field', (wrong, field) => {
    const expected = { code: 'config_invalid', message: expect.stringContaining(field) };
    expect(() => s3Storage({ ...bucket, ...wrong })).toThrow(expect.objectContaining(expected));
  });

  it('need no credentials: then the SDK looks for them', () => {
    expect(s3Storage(bucket).provider).toBe('s3');
  });

  it('tell configuration what is secret', () => {
    const secrets = s3Storage.adapter.fields.filter(({ secret }) => secret).map(({ name }) => name);
    expect(secrets).toEqual(['secretAccessKey', 'sessionToken']);
  });
});
