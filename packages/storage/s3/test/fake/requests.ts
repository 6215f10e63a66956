import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RejectionRequest, RejectionSignature, S3Fake } from '../../src/fake/index.ts';
import { s3Fake } from '../../src/fake/index.ts';
import { credentials } from './sdk.ts';

/** The fake's time in every test that signs by hand. */
export const now = Date.parse('2026-11-22T04:00:00Z');
const host = '127.0.0.1:9000';

/** A fake with a bucket of each kind and a key of each kind. */
export function stagedFake(): S3Fake {
  return s3Fake({
    now: () => now,
    credentials: [
      credentials,
      { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret', sessionToken: 'token' },
      {
        accessKeyId: 'ASIAEXPIRED',
        secretAccessKey: 'expired-secret',
        sessionToken: 'old',
        expiresAt: new Date(now - 1),
      },
    ],
    buckets: [
      'bucket',
      { name: 'versioned', versioning: 'Enabled' },
      { name: 'elsewhere', region: 'eu-central-1' },
      { name: 'public', publicRead: true },
      {
        name: 'browser',
        cors: [
          {
            allowedOrigins: ['http://shop.example'],
            allowedMethods: ['GET', 'PUT'],
            allowedHeaders: ['content-*'],
            exposeHeaders: ['etag'],
            maxAgeSeconds: 60,
          },
        ],
      },
    ],
  });
}

/** What later requests of a row can refer to. */
export interface Answered {
  readonly etag: string;
  readonly UploadId: string;
}

export async function answered(response: Response): Promise<Answered> {
  const [, UploadId = ''] = /<UploadId>(.*)<\/UploadId>/.exec(await response.text()) ?? [];
  return { etag: response.headers.get('etag') ?? '', UploadId };
}

/** Signs and sends a row's request; `answers` fill its `{0.etag}` references. */
export async function send(
  fake: S3Fake,
  row: RejectionRequest,
  answers: readonly Answered[] = [],
): Promise<Response> {
  const fill = (text: string) =>
    text.replaceAll(/\{(\d+)\.(etag|UploadId)\}/g, (_match, index: string, name: 'etag' | 'UploadId') =>
      String(answers[Number(index)]?.[name]),
    );
  if (row.form !== undefined) return sendForm(fake, row.target, row.form, row.sign ?? {});
  const body = fill(row.body ?? '');
  const headers = headersFor(body, row.headers ?? {}, fill);
  const { by = 'header', tampered = {}, unsignedHeaders = [], ...sign } = row.sign ?? {};
  const target = fill(row.target);
  const signed =
    by === 'none'
      ? { target, headers }
      : await signedBy(by, { method: row.method, target, headers, unsignedHeaders, sign });
  const address = `http://${host}${signed.target}`;
  const request = new Request(address, {
    method: row.method,
    headers: { ...signed.headers, ...tampered },
    ...(row.method === 'GET' || row.method === 'HEAD' || body === '' ? {} : { body }),
  });
  return fake.handle(request, { target: signed.target });
}

function headersFor(
  body: string,
  given: Readonly<Record<string, string>>,
  fill: (text: string) => string,
): Record<string, string> {
  const usual = {
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
  };
  const entries = Object.entries({ ...usual, ...given }).filter(([, value]) => value !== '');
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      value === 'auto' ? createHash('md5').update(body).digest('base64') : fill(value),
    ]),
  );
}

interface Unsigned {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly unsignedHeaders: readonly string[];
  readonly sign: RejectionSignature;
}

/** Signs with the signer of the AWS SDK, not with our own. */
async function signedBy(
  by: 'header' | 'query',
  { method, target, headers, unsignedHeaders, sign }: Unsigned,
): Promise<{ target: string; headers: Record<string, string> }> {
  const signer = new SignatureV4({
    credentials: { ...credentials, ...sign },
    region: sign.region ?? 'us-east-1',
    service: sign.service ?? 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const [path = '', search = ''] = target.split('?');
  const query = Object.fromEntries(
    search
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => pair.split('=').map(decodeURIComponent))
      .map(([name = '', value = '']) => [name, value]),
  );
  const signable = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !unsignedHeaders.includes(name)),
  );
  const request = { method, protocol: 'http:', hostname: host, path, query, headers: { ...signable, host } };
  const signingDate = new Date(now + (sign.atSeconds ?? 0) * 1000);
  if (by === 'header') {
    const signed = await signer.sign(request, { signingDate });
    return { target, headers: { ...headers, ...signed.headers } };
  }
  const unsigned = {
    ...request,
    headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  };
  const signed = await signer.presign(unsigned, { signingDate, expiresIn: sign.expiresInSeconds ?? 600 });
  const pairs = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  const { 'x-amz-content-sha256': _hash, ...sent } = headers;
  return { target: `${path}?${pairs.join('&')}`, headers: sent };
}

/** Signs a policy by hand: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html */
export function sendForm(
  fake: S3Fake,
  target: string,
  { fields, conditions, file = 'hello', expiresInSeconds = 600 }: NonNullable<RejectionRequest['form']>,
  {
    by,
    accessKeyId = credentials.accessKeyId,
    secretAccessKey = credentials.secretAccessKey,
  }: RejectionSignature = {},
): Promise<Response> {
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${accessKeyId}/20261122/us-east-1/s3/aws4_request`,
    'x-amz-date': '20261122T040000Z',
  };
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(now + expiresInSeconds * 1000).toISOString(),
      conditions: [...conditions, ...Object.entries(signing).map(([name, value]) => ({ [name]: value }))],
    }),
  ).toString('base64');
  const key = ['20261122', 'us-east-1', 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const signature = createHmac('sha256', key).update(policy).digest('hex');
  const form = new FormData();
  const signed = by === 'none' ? {} : { ...signing, policy, 'x-amz-signature': signature };
  for (const [name, value] of Object.entries({ ...fields, ...signed })) form.set(name, value);
  if (file !== '') form.set('file', new File([file], 'photo.png'));
  return fake.handle(new Request(`http://${host}${target}`, { method: 'POST', body: form }));
}
