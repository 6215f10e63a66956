import type { Kit } from '@patchbay/core';
import type { PresignedRequest, PresignRequest, StorageParts } from '@patchbay/storage';
import { loadSigner } from '../client/signer.ts';
import type { S3StorageOptions } from '../options.ts';
import { addressOf, escaped } from './address.ts';
import { credentialsOf } from './credentials.ts';
import { presignPost } from './post.ts';

/** Presigned URLs and forms: computed here, without the SDK and without a request. */
export function urlOf(options: S3StorageOptions, { clock }: Kit): StorageParts['url'] {
  return {
    presign: (request) => presign(options, request, clock.now()),
    presignPost: async (request) => presignPost(options, request, clock.now()),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html (2026-11-22) */
async function presign(
  options: S3StorageOptions,
  request: PresignRequest,
  now: number,
): Promise<PresignedRequest> {
  const { method, key, expiresInSeconds } = request;
  const { protocol, host, path } = addressOf(options, key);
  const headers = request.method === 'PUT' ? toHeaders(request) : {};
  const signer = await loadSigner(options.region, credentialsOf(options));
  const { query = {} } = await signer.presign(
    {
      method,
      protocol,
      hostname: host,
      path,
      query: request.method === 'GET' ? toOverrides(request) : {},
      headers: { host, ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    {
      expiresIn: expiresInSeconds,
      signingDate: new Date(now),
      signableHeaders: new Set(['host', ...Object.keys(headers)]),
    },
  );
  return {
    method,
    url: `${protocol}//${host}${path}?${toQuery(query)}`,
    headers,
    expiresAt: new Date(now + expiresInSeconds * 1000),
    enforces: ['method', 'key', 'expiry', ...enforced(request)],
  };
}

/** All of them are signed: the uploader has to send exactly these. */
function toHeaders(request: Extract<PresignRequest, { readonly method: 'PUT' }>): Record<string, string> {
  const { contentType, sizeBytes, ifAbsent } = request;
  return {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
    ...(ifAbsent && { 'if-none-match': '*' }),
  };
}

function toOverrides(request: Extract<PresignRequest, { readonly method: 'GET' }>): Record<string, string> {
  const { contentDisposition, contentType } = request;
  return {
    ...(contentDisposition !== undefined && { 'response-content-disposition': contentDisposition }),
    ...(contentType !== undefined && { 'response-content-type': contentType }),
  };
}

function enforced(request: PresignRequest): PresignedRequest['enforces'] {
  if (request.method !== 'PUT') return [];
  return [
    ...(request.contentType === undefined ? [] : (['contentType'] as const)),
    ...(request.sizeBytes === undefined ? [] : (['size'] as const)),
    ...(request.ifAbsent ? (['absence'] as const) : []),
  ];
}

function toQuery(query: Readonly<Record<string, string | readonly string[] | null>>): string {
  return Object.entries(query)
    .flatMap(([name, values]) => [values ?? ''].flat().map((value) => `${escaped(name)}=${escaped(value)}`))
    .join('&');
}
