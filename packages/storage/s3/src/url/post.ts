import { createHmac } from 'node:crypto';
import type { PresignedPost, PresignPostRequest } from '@patchbay/storage';
import type { S3StorageOptions } from '../options.ts';
import { addressOf } from './address.ts';
import { credentialsOf } from './credentials.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html (2026-11-22) */
export function presignPost(
  options: S3StorageOptions,
  request: PresignPostRequest,
  now: number,
): PresignedPost {
  const { key, expiresInSeconds, contentType, minBytes = 0, maxBytes, successUrl } = request;
  const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(options);
  const { protocol, host, path } = addressOf(options, '');
  const timestamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [timestamp.slice(0, 8), options.region, 's3', 'aws4_request'];
  const signed = {
    key,
    ...(successUrl !== undefined && { success_action_redirect: successUrl }),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
    'X-Amz-Date': timestamp,
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
  };
  const expiresAt = new Date(now + expiresInSeconds * 1000);
  const conditions = [
    { bucket: options.bucket },
    ...Object.entries(signed).map(([name, value]) => ({ [name]: value })),
    ...toTypeCondition(contentType),
    ['content-length-range', minBytes, maxBytes],
  ];
  const policy = toPolicy(expiresAt, conditions);
  return {
    url: `${protocol}//${host}${path}`,
    fields: {
      ...signed,
      ...(contentType !== undefined && !contentType.endsWith('/*') && { 'Content-Type': contentType }),
      Policy: policy,
      'X-Amz-Signature': sign(secretAccessKey, scope, policy),
    },
    expiresAt,
    enforces: ['key', 'expiry', 'size', ...(contentType === undefined ? [] : (['contentType'] as const))],
  };
}

function toTypeCondition(contentType: string | undefined): readonly unknown[] {
  if (contentType === undefined) return [];
  if (contentType.endsWith('/*')) return [['starts-with', '$Content-Type', contentType.slice(0, -1)]];
  return [{ 'Content-Type': contentType }];
}

function toPolicy(expiresAt: Date, conditions: readonly unknown[]): string {
  return Buffer.from(JSON.stringify({ expiration: expiresAt.toISOString(), conditions })).toString('base64');
}

function sign(secret: string, scope: readonly string[], policy: string): string {
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, policy).toString('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
