import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { connected, failure } from './sdk.ts';

const Bucket = 'bucket';
const at = { Bucket, Key: 'k' };

describe('planned faults', () => {
  it('an error comes in the envelope, before or after the work, as often as planned', async () => {
    await using s3 = await connected();
    const put = () => s3.client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    s3.fake.fault({ kind: 'error', code: 'SlowDown', retryAfterSeconds: 3, operation: 'PutObject' });
    s3.fake.fault({ kind: 'error', code: 'InternalError', afterCommit: true, operation: 'PutObject' });

    expect(await failure(put())).toEqual({ name: 'SlowDown', status: 503 });
    expect(s3.fake.objects(Bucket)).toEqual([]);
    expect(await failure(put())).toEqual({ name: 'InternalError', status: 500 });
    expect(s3.fake.objects(Bucket)).toHaveLength(1);
    await put();
    expect(s3.fake.log.map(({ operation, errorCode }) => [operation, errorCode])).toEqual([
      ['PutObject', 'SlowDown'],
      ['PutObject', 'InternalError'],
      ['PutObject', undefined],
    ]);
  });

  it('a copy can fail with status 200', async () => {
    await using s3 = await connected();
    await s3.client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    s3.fake.fault({ kind: 'errorIn200' });
    const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/k` });

    expect(await failure(s3.client.send(copy))).toMatchObject({ name: 'InternalError' });
    expect(s3.fake.log.at(-1)).toMatchObject({ status: 200, errorCode: 'InternalError' });
    expect(s3.fake.objects(Bucket).map(({ key }) => key)).toEqual(['k']);
  });

  it('a body can break off, or have a wrong bit, under a head that is right', async () => {
    await using s3 = await connected();
    await s3.client.send(new PutObjectCommand({ ...at, Body: 'hello' }));
    const get = async () => {
      const { Body } = await s3.client.send(new GetObjectCommand(at));
      return Body?.transformToString();
    };
    s3.fake.fault({ kind: 'truncatedBody', afterBytes: 2 });
    await expect(get()).rejects.toThrow(/aborted|terminated|socket hang up/);
    s3.fake.fault({ kind: 'flippedBit', atByte: 4 });
    await expect(get()).rejects.toThrow(/[Cc]hecksum/);
    expect(await get()).toBe('hello');
  });

  it('a fault meets only the key that it names', async () => {
    await using s3 = await connected();
    s3.fake.fault({ kind: 'error', code: 'AccessDenied', key: 'secret' });
    await s3.client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    expect(await failure(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'secret' })))).toMatchObject({
      status: 403,
    });
  });
});
