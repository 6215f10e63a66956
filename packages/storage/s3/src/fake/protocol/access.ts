import type { S3FakeCredentials } from '../types.ts';
import type { Address } from './address.ts';
import { rejection } from './errors.ts';
import { checkScope, parseTimestamp, timestampOf } from './scope.ts';
import type { Scope } from './sigv4.ts';
import {
  algorithm,
  canonicalRequest,
  sameSignature,
  signatureOf,
  signingKey,
  stringToSign,
} from './sigv4.ts';

/** Who sent a request, as far as it could be proven. */
export type Identity = { readonly kind: 'anonymous' } | SignedIdentity;

export interface SignedIdentity {
  readonly kind: 'signed';
  /** How the signature came: in a header, in the URL, or in the fields of a form. */
  readonly by: 'header' | 'query' | 'policy';
  readonly scope: Scope;
  readonly signature: string;
  readonly signingKey: Buffer;
  /** `20261122T040000Z`. */
  readonly timestamp: string;
}

/** A request and what it is checked against. */
export interface AccessCheck {
  readonly method: string;
  readonly address: Address;
  readonly headers: Headers;
  readonly region: string;
  readonly credentials: readonly S3FakeCredentials[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const maximumSkewMs = 15 * 60 * 1000;
const maximumExpirySeconds = 7 * 24 * 60 * 60;

/** Verifies Signature Version 4 in the header or the URL. A request without any is anonymous. */
export function authenticate(check: AccessCheck): Identity {
  const header = check.headers.get('authorization');
  const query = new Map(check.address.query);
  const presigned = query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature');
  if (header !== null && presigned) throw rejection('InvalidArgument', 'Only one auth mechanism allowed');
  if (header === null && query.has('AWSAccessKeyId')) throw unsupportedMechanism();
  if (presigned) return verifyQuery(check, query);
  return header === null ? { kind: 'anonymous' } : verifyHeader(check, header);
}

interface Proof {
  readonly by: 'header' | 'query';
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestamp: string;
  readonly payloadHash: string;
  readonly sessionToken: string | undefined;
}

function verifyHeader(check: AccessCheck, header: string): Identity {
  if (!header.startsWith(algorithm)) throw unsupportedMechanism();
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part) => {
        const [name = '', ...value] = part.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map(
    (name) => parts.get(name) ?? '',
  );
  if (!credential || !signedHeaders || !signature) throw rejection('AuthorizationHeaderMalformed');
  const timestamp = timestampOf(check.headers);
  const scope = checkScope(credential, timestamp, check.region, 'AuthorizationHeaderMalformed');
  if (Math.abs(check.now - parseTimestamp(timestamp)) > maximumSkewMs) {
    throw rejection('RequestTimeTooSkewed', undefined, {
      RequestTime: timestamp,
      ServerTime: new Date(check.now).toISOString(),
      MaxAllowedSkewMilliseconds: maximumSkewMs,
    });
  }
  const payloadHash = check.headers.get('x-amz-content-sha256');
  if (payloadHash === null) {
    throw rejection('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const sessionToken = check.headers.get('x-amz-security-token') ?? undefined;
  const names = signedHeaders.split(';');
  return verify(check, {
    by: 'header',
    scope,
    signedHeaders: names,
    signature,
    timestamp,
    payloadHash,
    sessionToken,
  });
}

function verifyQuery(check: AccessCheck, query: ReadonlyMap<string, string>): Identity {
  const [mechanism, credential, timestamp, expires, signedHeaders, signature] = queryNames.map(
    (name) => query.get(name) ?? '',
  );
  if (!mechanism || !credential || !timestamp || !expires || !signedHeaders || !signature) {
    throw queryError(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (mechanism !== algorithm) throw queryError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const scope = checkScope(credential, timestamp, check.region, 'AuthorizationQueryParametersError');
  checkExpiry(timestamp, expires, check.now);
  const payloadHash =
    query.get('X-Amz-Content-Sha256') ?? check.headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  return verify(check, {
    by: 'query',
    scope,
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp,
    payloadHash,
    sessionToken: query.get('X-Amz-Security-Token'),
  });
}

const queryNames = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
] as const;

function checkExpiry(timestamp: string, expires: string, now: number): void {
  const seconds = /^-?\d+$/.test(expires) ? Number(expires) : Number.NaN;
  if (Number.isNaN(seconds)) throw queryError('X-Amz-Expires should be a number');
  if (seconds < 0) throw queryError('X-Amz-Expires must be non-negative');
  if (seconds > maximumExpirySeconds) {
    throw queryError(
      'X-Amz-Expires must be less than a week (in seconds); that is, must be less than 604800 seconds',
    );
  }
  const signedAt = parseTimestamp(timestamp);
  if (signedAt - now > maximumSkewMs) throw rejection('AccessDenied', 'Request is not yet valid');
  if (now > signedAt + seconds * 1000) {
    throw rejection('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': seconds,
      Expires: new Date(signedAt + seconds * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
}

function verify(check: AccessCheck, proof: Proof): SignedIdentity {
  const { scope, signature, timestamp, signedHeaders, payloadHash } = proof;
  const key = signingKey(secretOf(scope.accessKeyId, proof.sessionToken, check), scope);
  checkSignedHeaders(check, signedHeaders);
  const canonical = canonicalRequest({ ...check, signedHeaders, payloadHash });
  const text = stringToSign(timestamp, scope, canonical);
  if (!sameSignature(signatureOf(key, text), signature)) {
    throw rejection('SignatureDoesNotMatch', undefined, {
      AWSAccessKeyId: scope.accessKeyId,
      StringToSign: text,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    });
  }
  return { kind: 'signed', by: proof.by, scope, signature, signingKey: key, timestamp };
}

/** The secret of a known access key; its session token must be the right one and alive. */
export function secretOf(
  accessKeyId: string,
  sessionToken: string | undefined,
  { credentials, now }: Pick<AccessCheck, 'credentials' | 'now'>,
): string {
  const found = credentials.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (found === undefined) {
    throw rejection('InvalidAccessKeyId', undefined, { AWSAccessKeyId: accessKeyId });
  }
  if (found.sessionToken !== sessionToken) throw rejection('InvalidToken');
  if (found.expiresAt !== undefined && now >= found.expiresAt.getTime()) throw rejection('ExpiredToken');
  return found.secretAccessKey;
}

function checkSignedHeaders({ headers }: AccessCheck, signedHeaders: readonly string[]): void {
  const unsigned = ['host', ...headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw rejection('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: [...new Set(unsigned)].join(', '),
    });
  }
}

function queryError(message: string) {
  return rejection('AuthorizationQueryParametersError', message);
}

function unsupportedMechanism() {
  return rejection(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}
