import { errorCodes, existing, type RejectionRow, reference } from './row.ts';

const get = { method: 'GET', target: '/bucket/k' } as const;
const header = `${reference}/sigv4-auth-using-authorization-header.html`;
const query = `${reference}/sigv4-query-string-auth.html`;
const documented = { source: errorCodes, basis: 'documented' } as const;
const byQuery = { source: query, basis: 'documented' } as const;

/** Who may send what. */
export const accessRejections: readonly RejectionRow[] = [
  {
    id: 'anonymous',
    request: { ...get, sign: { by: 'none' } },
    status: 403,
    code: 'AccessDenied',
    ...documented,
  },
  {
    id: 'anonymous-write-to-public-bucket',
    request: { method: 'PUT', target: '/public/k', body: 'x', sign: { by: 'none' } },
    status: 403,
    code: 'AccessDenied',
    ...documented,
  },
  {
    id: 'key-unknown',
    request: { ...get, sign: { accessKeyId: 'AKIAUNKNOWN' } },
    status: 403,
    code: 'InvalidAccessKeyId',
    ...documented,
  },
  {
    id: 'secret-wrong',
    request: { ...get, sign: { secretAccessKey: 'wrong' } },
    status: 403,
    code: 'SignatureDoesNotMatch',
    ...documented,
  },
  {
    id: 'secret-wrong-in-url',
    request: { ...get, sign: { by: 'query', secretAccessKey: 'wrong' } },
    status: 403,
    code: 'SignatureDoesNotMatch',
    ...documented,
  },
  {
    id: 'head-secret-wrong-has-no-body',
    request: { method: 'HEAD', target: '/bucket/k', sign: { secretAccessKey: 'wrong' } },
    status: 403,
    source: `${reference}/API_HeadObject.html`,
    basis: 'documented',
  },
  {
    id: 'header-changed',
    request: {
      ...existing,
      headers: { 'content-type': 'text/plain' },
      sign: { tampered: { 'content-type': 'text/html' } },
    },
    status: 403,
    code: 'SignatureDoesNotMatch',
    source: header,
    basis: 'documented',
  },
  {
    id: 'header-x-amz-unsigned',
    request: {
      ...existing,
      headers: { 'x-amz-meta-a': '1' },
      sign: { unsignedHeaders: ['x-amz-meta-a'] },
    },
    status: 403,
    code: 'AccessDenied',
    source: header,
    basis: 'inferred',
  },
  {
    id: 'clock-16-minutes-slow',
    request: { ...get, sign: { atSeconds: -16 * 60 } },
    status: 403,
    code: 'RequestTimeTooSkewed',
    ...documented,
  },
  {
    id: 'clock-16-minutes-fast',
    request: { ...get, sign: { atSeconds: 16 * 60 } },
    status: 403,
    code: 'RequestTimeTooSkewed',
    ...documented,
  },
  {
    id: 'url-expired',
    request: { ...get, sign: { by: 'query', atSeconds: -61, expiresInSeconds: 60 } },
    status: 403,
    code: 'AccessDenied',
    ...byQuery,
  },
  {
    id: 'url-not-yet-valid',
    request: { ...get, sign: { by: 'query', atSeconds: 16 * 60 } },
    status: 403,
    code: 'AccessDenied',
    ...byQuery,
    basis: 'inferred',
  },
  {
    id: 'url-longer-than-a-week',
    request: {
      ...get,
      target:
        '/bucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAFAKE00000000FAKE%2F20261122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T040000Z&X-Amz-Expires=604801&X-Amz-SignedHeaders=host&X-Amz-Signature=00',
      sign: { by: 'none' },
    },
    status: 400,
    code: 'AuthorizationQueryParametersError',
    ...byQuery,
  },
  {
    id: 'url-incomplete',
    request: { ...get, target: '/bucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256', sign: { by: 'none' } },
    status: 400,
    code: 'AuthorizationQueryParametersError',
    ...byQuery,
  },
  {
    id: 'two-mechanisms',
    request: { ...get, sign: { by: 'query', tampered: { authorization: 'AWS4-HMAC-SHA256 x' } } },
    status: 400,
    code: 'InvalidArgument',
    source: `${reference}/sig-v4-authenticating-requests.html`,
    basis: 'inferred',
  },
  {
    id: 'mechanism-old',
    request: { ...get, sign: { by: 'none' }, headers: { authorization: 'AWS AKIAFAKE00000000FAKE:c2ln' } },
    status: 400,
    code: 'InvalidRequest',
    source: `${reference}/sig-v4-authenticating-requests.html`,
    basis: 'documented',
  },
  {
    id: 'header-malformed',
    request: { ...get, sign: { by: 'none' }, headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } },
    status: 400,
    code: 'AuthorizationHeaderMalformed',
    ...documented,
  },
  {
    id: 'region-wrong',
    request: { ...get, sign: { region: 'eu-central-1' } },
    status: 400,
    code: 'AuthorizationHeaderMalformed',
    ...documented,
  },
  {
    id: 'service-wrong',
    request: { ...get, sign: { service: 'ec2' } },
    status: 400,
    code: 'AuthorizationHeaderMalformed',
    ...documented,
  },
  {
    id: 'bucket-in-another-region',
    request: { method: 'GET', target: '/elsewhere/k' },
    status: 301,
    code: 'PermanentRedirect',
    ...documented,
  },
  {
    id: 'token-missing',
    request: { ...get, sign: { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret' } },
    status: 400,
    code: 'InvalidToken',
    ...documented,
  },
  {
    id: 'token-wrong',
    request: {
      ...get,
      sign: { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret', sessionToken: 'x' },
    },
    status: 400,
    code: 'InvalidToken',
    ...documented,
  },
  {
    id: 'token-expired',
    request: {
      ...get,
      sign: { accessKeyId: 'ASIAEXPIRED', secretAccessKey: 'expired-secret', sessionToken: 'old' },
    },
    status: 400,
    code: 'ExpiredToken',
    ...documented,
  },
  {
    id: 'payload-hash-missing',
    request: { ...existing, headers: { 'x-amz-content-sha256': '' } },
    status: 400,
    code: 'InvalidRequest',
    source: `${reference}/RESTCommonRequestHeaders.html`,
    basis: 'documented',
  },
  {
    id: 'payload-hash-no-hash',
    request: { ...existing, headers: { 'x-amz-content-sha256': 'abc' } },
    status: 400,
    code: 'InvalidArgument',
    source: header,
    basis: 'inferred',
  },
  {
    id: 'payload-hash-of-another-body',
    request: { ...existing, headers: { 'x-amz-content-sha256': '0'.repeat(64) } },
    status: 400,
    code: 'XAmzContentSHA256Mismatch',
    ...documented,
  },
];
