import { toLambda } from '@patchbay/webhooks/bridges';
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { bodies } from './support/bodies.ts';
import { receiving } from './support/receiving.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const authorizer = {
  requestId: 'r',
  accountId: '1',
  apiId: 'a',
  stage: 'prod',
  resourceId: 'x',
  resourcePath: '/',
};

const identity: APIGatewayProxyEvent['requestContext']['identity'] = {
  sourceIp: '198.51.100.7',
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userAgent: null,
  userArn: null,
};

/** API Gateway, payload 1.0. */
function restEvent(body: Uint8Array | null, service = 'acme') {
  return {
    httpMethod: 'POST',
    path: `/webhooks/${service}`,
    resource: '/webhooks/{service}',
    headers: { 'X-Signature': 'two', 'Content-Type': 'application/json', Host: 'elsewhere.example' },
    multiValueHeaders: {
      'X-Signature': ['one', 'two'],
      'Content-Type': ['application/json'],
      Host: ['elsewhere.example'],
    },
    queryStringParameters: { a: '2 3', b: '' },
    multiValueQueryStringParameters: { a: ['1', '2 3'], b: [''] },
    pathParameters: { service },
    stageVariables: null,
    requestContext: {
      ...authorizer,
      authorizer: null,
      protocol: 'HTTP/1.1',
      httpMethod: 'POST',
      domainName: 'shop.example',
      path: `/prod/webhooks/${service}`,
      identity,
      requestTimeEpoch: 0,
    },
    body: body === null ? null : base64(body),
    isBase64Encoded: body !== null,
  } satisfies APIGatewayProxyEvent;
}

/** API Gateway, payload 2.0, and function URLs. */
function httpEvent(body: Uint8Array | undefined, service = 'acme', method = 'POST') {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: `/prod/webhooks/${service}`,
    rawQueryString: 'a=1&a=2%203',
    cookies: ['x=1', 'y=2'],
    headers: { 'x-signature': 'one,two', 'content-type': 'application/json' },
    requestContext: {
      ...authorizer,
      domainName: 'shop.example',
      domainPrefix: 'shop',
      http: {
        method,
        path: `/prod/webhooks/${service}`,
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.7',
        userAgent: '',
      },
      routeKey: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...(body !== undefined && { body: base64(body) }),
    isBase64Encoded: body !== undefined,
  } satisfies APIGatewayProxyEventV2;
}

/** An Application Load Balancer, with and without lists. */
function balancerEvent(body: Uint8Array, isList: boolean, service = 'acme') {
  const context = { requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:1' } } };
  const event = {
    ...context,
    httpMethod: 'POST',
    path: `/webhooks/${service}`,
    body: base64(body),
    isBase64Encoded: true,
  };
  const headers = {
    host: 'shop.example',
    'x-signature': 'one',
    'x-forwarded-for': '203.0.113.9, 198.51.100.7',
  };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  if (isList)
    return {
      ...event,
      multiValueHeaders: lists,
      multiValueQueryStringParameters: { a: ['1', '2%203'] },
    } satisfies ALBEvent;
  return { ...event, headers, queryStringParameters: { a: '2%203' } } satisfies ALBEvent;
}

const one = new Uint8Array([1]);

describe('a function for Lambda', () => {
  const events = {
    'API Gateway 1.0': [restEvent, 'https://shop.example/prod/webhooks/acme?a=1&a=2%203&b='],
    'API Gateway 2.0 and function URLs': [httpEvent, 'https://shop.example/prod/webhooks/acme?a=1&a=2%203'],
    'a load balancer': [
      (body: Uint8Array) => balancerEvent(body, false),
      'https://shop.example/webhooks/acme?a=2%203',
    ],
    'a load balancer with lists': [
      (body: Uint8Array) => balancerEvent(body, true),
      'https://shop.example/webhooks/acme?a=1&a=2%203',
    ],
  } as const;

  describe.each(Object.entries(events))('behind %s', (_name, [toEvent, url]) => {
    it.each(Object.entries(bodies))('carries %s untouched', async (_case, [, chunks]) => {
      const { received, handle } = receiving();
      const bytes = new Uint8Array(Buffer.concat(chunks));
      expect(await toLambda(handle)(toEvent(bytes))).toMatchObject({ statusCode: 202 });
      expect(Buffer.compare(received[0]?.bytes ?? one, bytes)).toBe(0);
    });

    it('carries method, headers and URL', async () => {
      const { received, handle } = receiving();
      await toLambda(handle)(toEvent(one));
      expect(received[0]).toMatchObject({ method: 'POST', url });
      expect(received[0]?.headers.get('x-signature')).toMatch(/^one(,\s?two)?$/);
    });

    it('leaves the cap to the receiver', async () => {
      const answer = await toLambda(receiving().handle)(toEvent(new Uint8Array(1024 * 1024 + 1)));
      expect(answer.statusCode).toBe(413);
    });

    it('answers a body that a parser replaced with the line that repairs it', async () => {
      const told: unknown[] = [];
      const handler = toLambda(receiving().handle, { onError: (error) => void told.push(error) });
      const answer = await handler({ ...toEvent(one), body: { amount: 1 } });
      expect(answer.statusCode).toBe(500);
      expect(JSON.parse(answer.body)).toMatchObject({
        reason: 'body_parsed',
        detail: expect.stringContaining('toLambda(handle)'),
      });
      expect(told).toHaveLength(1);
    });
  });

  it('takes text as UTF-8, and no body', async () => {
    const { received, handle } = receiving();
    await toLambda(handle)({ ...httpEvent(undefined), body: '{"name":"Zoë"}', isBase64Encoded: false });
    await toLambda(handle)(restEvent(null));
    await toLambda(handle)(httpEvent(undefined, 'acme', 'GET'));
    expect(Buffer.from(received[0]?.bytes ?? []).toString()).toBe('{"name":"Zoë"}');
    expect(received.slice(1)).toMatchObject([{ method: 'POST' }, { method: 'GET' }]);
    expect(received[0]?.headers.get('cookie')).toBe('x=1; y=2');
  });

  it('says the address that API Gateway saw; behind a load balancer only if its header is trusted', async () => {
    const { received, handle } = receiving();
    await toLambda(handle)(restEvent(one));
    await toLambda(handle)(httpEvent(one));
    await toLambda(handle)(balancerEvent(one, false));
    await toLambda(handle, { trustProxy: true })(balancerEvent(one, true));
    const addresses = received.map(({ address }) => address);
    expect(addresses).toEqual(['198.51.100.7', '198.51.100.7', undefined, '198.51.100.7']);
  });

  it('answers in the form that the event came in', async () => {
    const handler = toLambda(receiving().handle);
    const text = { statusCode: 202, body: '[accepted]', isBase64Encoded: false };
    const headers = { 'content-type': 'text/plain', 'x-answer': 'ours' };
    expect(await handler(httpEvent(one))).toEqual({ ...text, headers, cookies: ['a=1', 'b=2'] });
    const lists = {
      'content-type': ['text/plain'],
      'x-answer': ['ours'],
      'set-cookie': ['a=1', 'b=2'],
    };
    expect(await handler(restEvent(one))).toEqual({ ...text, multiValueHeaders: lists });
    expect(await handler(balancerEvent(one, true))).toEqual({ ...text, multiValueHeaders: lists });
    expect(await handler(balancerEvent(one, false))).toMatchObject({ ...text, headers });
  });

  it('answers bytes that are no text in base64, and nothing with nothing', async () => {
    const handler = toLambda(receiving().handle);
    expect(await handler(httpEvent(one, 'binary'))).toMatchObject({ body: 'AP/+', isBase64Encoded: true });
    expect(await handler(httpEvent(one, 'nothing'))).toMatchObject({ statusCode: 204, body: '' });
  });

  it('fails when handle throws, so that the vendor delivers again', async () => {
    await expect(toLambda(receiving().handle)(httpEvent(one, 'throws'))).rejects.toThrow(
      'The store is down.',
    );
  });
});
