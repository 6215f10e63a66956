import type { Bucket } from '../account.ts';
import { bucketOf, type Call, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { receiveText } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { childrenOf, parseXml, textOf, textsOf, type XmlElement, xmlDocument } from '../protocol/xml.ts';
import type { S3FakeCorsRule } from '../types.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html and its siblings */
export const corsRoutes: readonly Route[] = [
  {
    operation: 'GetBucketCors',
    method: 'GET',
    on: 'bucket',
    marker: ['cors'],
    answer(call) {
      const { cors } = bucketOf(call);
      if (cors.length === 0) throw rejection('NoSuchCORSConfiguration');
      const CORSRule = cors.map((rule) => ({
        AllowedOrigin: rule.allowedOrigins,
        AllowedMethod: rule.allowedMethods,
        AllowedHeader: rule.allowedHeaders,
        ExposeHeader: rule.exposeHeaders,
        MaxAgeSeconds: rule.maxAgeSeconds,
      }));
      return xmlAnswer(xmlDocument('CORSConfiguration', { CORSRule }));
    },
  },
  {
    operation: 'PutBucketCors',
    method: 'PUT',
    on: 'bucket',
    marker: ['cors'],
    async answer(call) {
      const bucket = bucketOf(call);
      const document = parseXml(await receiveText(call, 'checksum'), 'CORSConfiguration');
      const rules = childrenOf(document, 'CORSRule').map(ruleFrom);
      if (rules.length === 0) throw rejection('MalformedXML');
      bucket.cors = rules;
      return emptyAnswer(200);
    },
  },
  {
    operation: 'DeleteBucketCors',
    method: 'DELETE',
    on: 'bucket',
    marker: ['cors'],
    answer(call) {
      bucketOf(call).cors = [];
      return emptyAnswer(204);
    },
  },
];

/** Answers a browser that asks before it sends. */
export function answerPreflight(headers: Headers, bucket: Bucket | undefined): Response {
  const [origin, method] = [headers.get('origin'), headers.get('access-control-request-method')];
  if (origin === null) {
    throw rejection('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (method === null) throw rejection('BadRequest', 'Invalid Access-Control-Request-Method: null');
  if (bucket === undefined || bucket.cors.length === 0) {
    throw rejection('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  }
  const asked = (headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const allowed = corsHeaders(bucket.cors, origin, method, asked);
  if (allowed === undefined) throw rejection('AccessForbidden');
  return emptyAnswer(200, allowed);
}

/** The headers that let a page of another origin see an answer; undefined if no rule allows it. */
export function corsHeaders(
  rules: readonly S3FakeCorsRule[],
  origin: string,
  method: string,
  asked: readonly string[] = [],
): Readonly<Record<string, string>> | undefined {
  const rule = rules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders = [] }) =>
      allowedOrigins.some((pattern) => matches(pattern, origin)) &&
      allowedMethods.some((allowed) => allowed === method) &&
      asked.every((name) => allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
  if (rule === undefined) return undefined;
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(!anyone && { 'access-control-allow-credentials': 'true' }),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(rule.exposeHeaders && { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const;

function ruleFrom(element: XmlElement): S3FakeCorsRule {
  const maxAge = textOf(element, 'MaxAgeSeconds');
  const allowedOrigins = textsOf(element, 'AllowedOrigin');
  const allowedMethods = textsOf(element, 'AllowedMethod').map((text) => {
    const method = methods.find((candidate) => candidate === text);
    if (method !== undefined) return method;
    throw rejection(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${text}`,
    );
  });
  if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw rejection('MalformedXML');
  return {
    allowedOrigins,
    allowedMethods,
    allowedHeaders: textsOf(element, 'AllowedHeader'),
    exposeHeaders: textsOf(element, 'ExposeHeader'),
    ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
  };
}

/** A pattern has at most one asterisk. */
function matches(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

/** A call's CORS headers, where its sender is a page. */
export function corsHeadersFor({ request, account, address }: Pick<Call, 'request' | 'account' | 'address'>) {
  const origin = request.headers.get('origin');
  const rules = account.buckets.get(address.bucket)?.cors ?? [];
  return (origin === null ? undefined : corsHeaders(rules, origin, request.method)) ?? {};
}
