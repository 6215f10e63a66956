import { errorCodes, existing, guide, type RejectionRow, reference } from './row.ts';

const documented = { source: errorCodes, basis: 'documented' } as const;
const copying = { source: `${reference}/API_CopyObject.html`, basis: 'documented' } as const;
const deleting = { source: `${reference}/API_DeleteObjects.html`, basis: 'documented' } as const;
const listing = { source: `${reference}/API_ListObjectsV2.html`, basis: 'inferred' } as const;
const cors = { source: `${guide}/cors-troubleshooting.html`, basis: 'documented' } as const;
const sha256OfEmpty = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const copy = { method: 'PUT', target: '/bucket/k' } as const;
const preflight = { method: 'OPTIONS', target: '/browser/k', sign: { by: 'none' } } as const;

/** Copies, batches, listings, browsers of other origins. */
export const manyRejections: readonly RejectionRow[] = [
  {
    id: 'copy-onto-itself',
    before: [existing],
    request: { ...copy, headers: { 'x-amz-copy-source': '/bucket/k' } },
    status: 400,
    code: 'InvalidRequest',
    ...copying,
  },
  {
    id: 'copy-nothing',
    request: { ...copy, headers: { 'x-amz-copy-source': '/bucket/no' } },
    status: 404,
    code: 'NoSuchKey',
    ...copying,
  },
  {
    id: 'copy-source-malformed',
    request: { ...copy, headers: { 'x-amz-copy-source': 'bucket' } },
    status: 400,
    code: 'InvalidArgument',
    ...copying,
  },
  {
    id: 'copy-other-etag',
    before: [existing],
    request: { ...copy, headers: { 'x-amz-copy-source': '/bucket/k', 'x-amz-copy-source-if-match': '"x"' } },
    status: 412,
    code: 'PreconditionFailed',
    ...copying,
  },
  {
    id: 'copy-same-etag',
    before: [existing],
    request: {
      ...copy,
      headers: { 'x-amz-copy-source': '/bucket/k', 'x-amz-copy-source-if-none-match': '{0.etag}' },
    },
    status: 412,
    code: 'PreconditionFailed',
    ...copying,
  },
  {
    id: 'copy-directive-unknown',
    before: [existing],
    request: { ...copy, headers: { 'x-amz-copy-source': '/bucket/k', 'x-amz-metadata-directive': 'MERGE' } },
    status: 400,
    code: 'InvalidArgument',
    ...copying,
  },
  {
    id: 'delete-many-without-checksum',
    request: {
      method: 'POST',
      target: '/bucket?delete',
      body: '<Delete><Object><Key>k</Key></Object></Delete>',
    },
    status: 400,
    code: 'InvalidRequest',
    ...deleting,
  },
  {
    id: 'delete-many-nothing',
    request: {
      method: 'POST',
      target: '/bucket?delete',
      headers: { 'x-amz-checksum-sha256': sha256OfEmpty },
    },
    status: 400,
    code: 'MalformedXML',
    ...deleting,
  },
  {
    id: 'delete-many-1001',
    request: {
      method: 'POST',
      target: '/bucket?delete',
      body: `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`,
      headers: { 'content-md5': 'auto' },
    },
    status: 400,
    code: 'MalformedXML',
    ...deleting,
  },
  {
    id: 'delete-many-other-document',
    request: {
      method: 'POST',
      target: '/bucket?delete',
      body: '<Remove/>',
      headers: { 'content-md5': 'auto' },
    },
    status: 400,
    code: 'MalformedXML',
    ...documented,
  },
  {
    id: 'list-version-1',
    request: { method: 'GET', target: '/bucket' },
    status: 501,
    code: 'NotImplemented',
    source: 'The fake speaks version 2 only.',
    basis: 'inferred',
  },
  {
    id: 'list-token-made-up',
    request: { method: 'GET', target: '/bucket?list-type=2&continuation-token=x' },
    status: 400,
    code: 'InvalidArgument',
    ...listing,
  },
  {
    id: 'list-size-no-number',
    request: { method: 'GET', target: '/bucket?list-type=2&max-keys=x' },
    status: 400,
    code: 'InvalidArgument',
    ...listing,
  },
  {
    id: 'list-size-negative',
    request: { method: 'GET', target: '/bucket?list-type=2&max-keys=-1' },
    status: 400,
    code: 'InvalidArgument',
    ...listing,
  },
  {
    id: 'list-encoding-unknown',
    request: { method: 'GET', target: '/bucket?list-type=2&encoding-type=hex' },
    status: 400,
    code: 'InvalidArgument',
    ...listing,
  },
  {
    id: 'list-bucket-missing',
    request: { method: 'GET', target: '/nowhere?list-type=2' },
    status: 404,
    code: 'NoSuchBucket',
    ...documented,
  },
  {
    id: 'bucket-sub-resource-unknown',
    request: { method: 'GET', target: '/bucket?policy' },
    status: 501,
    code: 'NotImplemented',
    ...documented,
  },
  {
    id: 'bucket-creation',
    request: { method: 'PUT', target: '/new-bucket' },
    status: 501,
    code: 'NotImplemented',
    source: 'The fake has the buckets of its options.',
    basis: 'inferred',
  },
  {
    id: 'cors-none',
    request: { method: 'GET', target: '/bucket?cors' },
    status: 404,
    code: 'NoSuchCORSConfiguration',
    ...documented,
  },
  { id: 'cors-without-origin', request: preflight, status: 400, code: 'BadRequest', ...cors },
  {
    id: 'cors-other-origin',
    request: {
      ...preflight,
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'PUT' },
    },
    status: 403,
    code: 'AccessForbidden',
    ...cors,
  },
  {
    id: 'cors-other-method',
    request: {
      ...preflight,
      headers: { origin: 'http://shop.example', 'access-control-request-method': 'DELETE' },
    },
    status: 403,
    code: 'AccessForbidden',
    ...cors,
  },
  {
    id: 'cors-off',
    request: {
      ...preflight,
      target: '/bucket/k',
      headers: { origin: 'http://shop.example', 'access-control-request-method': 'PUT' },
    },
    status: 403,
    code: 'AccessForbidden',
    ...cors,
  },
];
