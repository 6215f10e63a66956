import {
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { send, sendForm, stagedFake } from './requests.ts';
import { connected, failure } from './sdk.ts';

const Bucket = 'bucket';

describe('keys', () => {
  const keys = [
    'a//b',
    'a/../b',
    './a',
    'tail/',
    '/head',
    'a b+c%20d',
    '#?&=;:@$,',
    'naïve/日本/é',
    '\u{1f600}',
    "quote'()*!~",
    'back\\slash',
    '<x>&"',
    'tab\tline\nend',
  ];

  it('are kept byte for byte, and listed back', async () => {
    await using s3 = await connected();
    for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

    expect(s3.fake.objects(Bucket).map(({ key }) => key)).toEqual(
      keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    const listed = await s3.client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    const decoded = listed.Contents?.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
    expect(decoded).toEqual(s3.fake.objects(Bucket).map(({ key }) => key));
    for (const Key of keys) {
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(Key);
    }
  });
});

describe('versions', () => {
  it('are kept, listed newest first, and read by id; a deletion is a marker', async () => {
    await using s3 = await connected({ buckets: [{ name: Bucket, versioning: 'Enabled' }] });
    const { client } = s3;
    const put = async (Body: string) =>
      (await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))).VersionId;
    const [one, two] = [await put('one'), await put('two')];
    const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(marker).toMatchObject({ DeleteMarker: true });

    const first = await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
    expect(first).toMatchObject({
      IsTruncated: true,
      DeleteMarkers: [{ IsLatest: true, VersionId: marker.VersionId }],
      Versions: [{ IsLatest: false, VersionId: two }],
      NextKeyMarker: 'k',
      NextVersionIdMarker: two,
    });
    const second = await client.send(
      new ListObjectVersionsCommand({ Bucket, KeyMarker: 'k', VersionIdMarker: two }),
    );
    expect(second.Versions).toMatchObject([{ VersionId: one }]);
    const old = await client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: one }));
    expect(await old.Body?.transformToString()).toBe('one');
    expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toMatchObject({
      name: 'NoSuchKey',
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: marker.VersionId }));
    expect(s3.fake.objects(Bucket)).toMatchObject([{ versionId: two }]);
  });
});

describe('tags', () => {
  it('can be replaced without touching the object', async () => {
    await using s3 = await connected();
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=1' }));
    const TagSet = [{ Key: 'b c', Value: '2&3' }];
    await s3.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet } }));
    expect((await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }))).TagSet).toEqual(TagSet);
  });
});

describe('pages of other origins', () => {
  it('are answered as the rules of the bucket say', async () => {
    const fake = stagedFake();
    const origin = 'http://shop.example';
    const asked = await send(fake, {
      method: 'OPTIONS',
      target: '/browser/k',
      sign: { by: 'none' },
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,content-md5',
      },
    });
    expect(asked.status).toBe(200);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, content-md5',
      'access-control-max-age': '60',
    });
    const sent = await send(fake, { method: 'GET', target: '/browser/k', headers: { origin } });
    expect(sent.status).toBe(404);
    expect(sent.headers.get('access-control-allow-origin')).toBe(origin);
    expect(sent.headers.get('access-control-expose-headers')).toBe('etag');
  });

  it('have rules that can be set', async () => {
    await using s3 = await connected();
    const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'], AllowedHeaders: ['*'] }];
    await s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await s3.client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
  });
});

describe('forms', () => {
  const conditions = [
    { bucket: Bucket },
    ['starts-with', '$key', 'user/'],
    ['starts-with', '$Content-Type', 'image/'],
    ['content-length-range', 1, 10],
    ['starts-with', '$x-amz-meta-who', ''],
  ];
  const fields = { key: 'user/${filename}', 'Content-Type': 'image/png', 'x-amz-meta-who': 'ada' };

  it('that keep their policy become objects, named after the file', async () => {
    const fake = stagedFake();
    const answer = await sendForm(fake, `/${Bucket}`, { fields, conditions });
    expect(answer.status).toBe(204);
    expect(fake.objects(Bucket)).toMatchObject([
      { key: 'user/photo.png', headers: { 'content-type': 'image/png' }, metadata: { who: 'ada' }, size: 5 },
    ]);
  });

  it('are answered by a document or a redirect when they ask for it', async () => {
    const fake = stagedFake();
    const ask = (name: string, value: string) =>
      sendForm(fake, `/${Bucket}`, {
        fields: { ...fields, [name]: value },
        conditions: [...conditions, { [name]: value }],
      });
    const created = await ask('success_action_status', '201');
    expect(created.status).toBe(201);
    expect(await created.text()).toContain('<Key>user/photo.png</Key>');
    const redirected = await ask('success_action_redirect', 'http://shop.example/done?order=1');
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get('location')).toBe(
      'http://shop.example/done?order=1&bucket=bucket&key=user%2Fphoto.png&etag=%225d41402abc4b2a76b9719d911017c592%22',
    );
  });
});

describe('presigned URLs', () => {
  it('answer with other headers when they say so', async () => {
    const fake = stagedFake();
    await send(fake, { method: 'PUT', target: '/bucket/k', body: 'x' });
    const answer = await send(fake, {
      method: 'GET',
      target: '/bucket/k?response-content-disposition=attachment%3B%20filename%3D%22a.txt%22',
      sign: { by: 'query' },
    });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
  });

  it('carry metadata in their query', async () => {
    const fake = stagedFake();
    const target = '/bucket/k?x-amz-meta-who=ada';
    expect((await send(fake, { method: 'PUT', target, body: 'x', sign: { by: 'query' } })).status).toBe(200);
    expect(fake.objects(Bucket)).toMatchObject([{ metadata: { who: 'ada' } }]);
  });
});

describe('public buckets', () => {
  it('are read without a signature', async () => {
    const fake = stagedFake();
    await send(fake, { method: 'PUT', target: '/public/k', body: 'open' });
    const answer = await send(fake, { method: 'GET', target: '/public/k', sign: { by: 'none' } });
    expect(await answer.text()).toBe('open');
  });
});
