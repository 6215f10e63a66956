import { s3Storage } from '@patchbay/storage-s3';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { credentials } from './support/store.ts';

const key = 'Fotos/Käthe & co (1).png';
const path = 'Fotos/K%C3%A4the%20%26%20co%20%281%29.png';

function presigning(options: object = {}) {
  const clock = virtualClock({ start: Date.UTC(2026, 10, 22, 4, 0, 0) });
  return s3Storage({ bucket: 'pictures', region: 'eu-central-1', ...credentials, ...options }, { clock });
}

describe('the address', () => {
  it.each([
    [{}, `https://pictures.s3.eu-central-1.amazonaws.com/${path}`],
    [{ bucket: 'my.pictures' }, `https://s3.eu-central-1.amazonaws.com/my.pictures/${path}`],
    [{ region: 'cn-north-1' }, `https://pictures.s3.cn-north-1.amazonaws.com.cn/${path}`],
    [{ baseUrl: 'http://127.0.0.1:9000' }, `http://127.0.0.1:9000/pictures/${path}`],
    [{ baseUrl: 'https://db.example/storage/v1/s3/' }, `https://db.example/storage/v1/s3/pictures/${path}`],
    [{ baseUrl: 'https://r2.example', forcePathStyle: false }, `https://pictures.r2.example/${path}`],
  ])('with %o', async (options, expected) => {
    const { url } = await presigning(options).presign.get(key);
    expect(url.split('?')[0]).toBe(expected);
  });
});

describe('a presigned upload', () => {
  it('signs the type, the size and the condition, and no checksum of an empty body', async () => {
    const { url, headers } = await presigning().presign.put(key, {
      contentType: 'image/png',
      sizeBytes: 10,
      ifAbsent: true,
    });
    const { searchParams } = new URL(url);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;if-none-match');
    expect(headers).toEqual({ 'content-type': 'image/png', 'content-length': '10', 'if-none-match': '*' });
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
    expect(searchParams.get('X-Amz-Date')).toBe('20261122T040000Z');
  });

  it('carries the token of temporary credentials', async () => {
    const { url } = await presigning({ sessionToken: 'a-token' }).presign.put(key);
    expect(new URL(url).searchParams.get('X-Amz-Security-Token')).toBe('a-token');
  });
});

describe('without credentials of its own', () => {
  it('nothing can be presigned, and the error says what is missing', async () => {
    const storage = s3Storage({ bucket: 'pictures', region: 'eu-central-1' });
    const expected = { code: 'config_invalid', message: expect.stringContaining('accessKeyId') };
    await expect(storage.presign.get(key)).rejects.toMatchObject(expected);
    await expect(storage.presign.post(key, { maxBytes: 1 })).rejects.toMatchObject(expected);
  });
});
