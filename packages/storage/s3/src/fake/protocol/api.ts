import type { Account } from '../account.ts';
import { randomId } from '../account.ts';
import { answerPreflight, corsHeadersFor } from '../objects/cors.ts';
import { checkSpoken } from '../objects/properties.ts';
import type { S3FakeFault, S3FakeRequest } from '../types.ts';
import { authenticate, type Identity } from './access.ts';
import { type Address, addressOf } from './address.ts';
import { type Call, headerSource, xmlAnswer } from './call.ts';
import { Rejection, rejection } from './errors.ts';
import { flipped, type PlannedFaults, truncated } from './faults.ts';
import { matchRoute, type Route } from './router.ts';
import { xmlDocument } from './xml.ts';

/** The endpoint: what answers, and what is remembered of it. */
export interface Api {
  readonly account: Account;
  readonly routes: readonly Route[];
  readonly endpoints: readonly string[];
  readonly faults: PlannedFaults;
  readonly log: S3FakeRequest[];
  readonly now: () => number;
}

/** A request as it came. */
export interface Arrival {
  readonly request: Request;
  /** Path and query as sent. */
  readonly target: string;
}

/** What becomes known of a request while it is answered. */
interface Exchange extends Arrival {
  readonly requestId: string;
  readonly hostId: string;
  readonly at: number;
  readonly host: string;
  address?: Address;
  operation?: string;
  errorCode?: string;
}

/** Answers one request, and notes it. */
export async function answerApi(api: Api, arrival: Arrival): Promise<Response> {
  const { request } = arrival;
  const exchange: Exchange = {
    ...arrival,
    requestId: randomId(12).toUpperCase(),
    hostId: randomId(48),
    at: api.now(),
    host: request.headers.get('host') ?? new URL(request.url).host,
  };
  const answer = await answerOrRefuse(api, exchange);
  const { address } = exchange;
  api.log.push({
    id: exchange.requestId,
    ...(exchange.operation !== undefined && { operation: exchange.operation }),
    method: request.method,
    bucket: address?.bucket ?? '',
    key: address?.key ?? '',
    query: Object.fromEntries(address?.query ?? []),
    headers: Object.fromEntries(request.headers),
    status: answer.status,
    ...(exchange.errorCode !== undefined && { errorCode: exchange.errorCode }),
    at: exchange.at,
  });
  const headers = new Headers(answer.headers);
  headers.set('x-amz-request-id', exchange.requestId);
  headers.set('x-amz-id-2', exchange.hostId);
  headers.set('server', 'AmazonS3');
  headers.set('date', new Date(exchange.at).toUTCString());
  const cors = address === undefined ? {} : corsHeadersFor({ request, address, account: api.account });
  for (const [name, value] of Object.entries(cors)) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
}

async function answerOrRefuse(api: Api, exchange: Exchange): Promise<Response> {
  try {
    exchange.address = addressOf(exchange.target, exchange.host, api.endpoints);
    return await answer(api, exchange, exchange.address);
  } catch (error) {
    return refused(exchange, error instanceof Rejection ? error : internal(error));
  }
}

async function answer(api: Api, exchange: Exchange, address: Address): Promise<Response> {
  const { account } = api;
  const { request, at } = exchange;
  if (request.method === 'OPTIONS') {
    return answerPreflight(request.headers, account.buckets.get(address.bucket));
  }
  const { method, headers, body } = request;
  const identity = authenticate({ ...account, method, address, headers, now: at });
  const call: Call = {
    ...headerSource(headers, address, identity),
    account,
    method,
    address,
    query: new Map(address.query),
    body,
    request,
    identity,
    requestId: exchange.requestId,
    now: at,
  };
  const route = matchRoute(api.routes, call);
  exchange.operation = route.operation;
  checkAccess(route, identity, call);
  checkSpoken(call);
  return withFault(exchange, api.faults.take(route.operation, address.key), () => route.answer(call));
}

function checkAccess(route: Route, { kind }: Identity, { account, address }: Call): void {
  if (kind === 'signed' || route.access === 'own') return;
  const open = route.access === 'publicRead' && account.buckets.get(address.bucket)?.publicRead;
  if (!open) throw rejection('AccessDenied');
}

async function withFault(
  exchange: Exchange,
  fault: S3FakeFault | undefined,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  switch (fault?.kind) {
    case undefined:
      return work();
    case 'truncatedBody':
      return truncated(await work(), fault.afterBytes);
    case 'flippedBit':
      return flipped(await work(), fault.atByte ?? 0);
    case 'error':
    case 'errorIn200': {
      if (fault.afterCommit === true) await work();
      const seconds = fault.kind === 'error' ? fault.retryAfterSeconds : undefined;
      const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) };
      const error = rejection(fault.code ?? 'InternalError', undefined, {}, headers);
      if (fault.kind === 'error') throw error;
      exchange.errorCode = error.code;
      return xmlAnswer(errorDocument(exchange, error));
    }
  }
}

/** HEAD has no body, and neither has 304. */
function refused(exchange: Exchange, error: Rejection): Response {
  exchange.errorCode = error.code;
  const bodyless = exchange.request.method === 'HEAD' || error.status === 304;
  return new Response(bodyless ? null : errorDocument(exchange, error), {
    status: error.status,
    headers: { ...(!bodyless && { 'content-type': 'application/xml' }), ...error.headers },
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function errorDocument({ target, requestId, hostId }: Exchange, error: Rejection): string {
  const { code, message, details } = error;
  const [resource = ''] = target.split('?');
  return xmlDocument(
    'Error',
    { Code: code, Message: message, ...details, Resource: resource, RequestId: requestId, HostId: hostId },
    { namespace: false },
  );
}

/** A defect of the fake itself must not look like a vendor's outage. */
function internal(error: unknown): Rejection {
  return rejection('InternalError', `The fake failed: ${String(error)}`);
}
