import type { Account } from '../account.ts';
import { apiVersion } from '../account.ts';
import type { FakeFailure, LoggedRequest } from '../types.ts';
import { checkKey, checkVersion } from './access.ts';
import { errorEnvelope, invalidRequest, Rejection, unrecognizedUrl } from './errors.ts';
import { expanded } from './expand.ts';
import type { PlannedFailures } from './failures.ts';
import { rejectionOf } from './failures.ts';
import { canonicalForm, flatForm, parseForm } from './form.ts';
import type { IdempotencyStore, StoredAnswer } from './idempotency.ts';
import type { Route } from './router.ts';
import { matchRoute } from './router.ts';

export interface Api {
  readonly account: Account;
  readonly routes: readonly Route[];
  readonly secretKey: string;
  readonly publicUrl: string | undefined;
  readonly idempotency: IdempotencyStore;
  readonly failures: PlannedFailures;
  readonly log: LoggedRequest[];
}

interface Exchange {
  readonly request: Request;
  readonly id: string;
  readonly url: URL;
  /** Parameters as they came, form-encoded. */
  readonly encoded: string;
  /** Only POST requests have one: Stripe ignores it elsewhere. */
  readonly key: string | undefined;
}

interface Answer extends StoredAnswer {
  readonly errorCode?: string;
  readonly replayed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one API request. */
export async function answerApi(api: Api, request: Request): Promise<Response> {
  const exchange = await exchangeOf(api, request);
  const answer = await answerOf(api, exchange);
  api.log.push(logged(api, exchange, answer));
  return new Response(answer.body, { status: answer.status, headers: headersOf(exchange, answer) });
}

async function exchangeOf(api: Api, request: Request): Promise<Exchange> {
  const url = new URL(request.url);
  const body = await request.text();
  const key = request.method === 'POST' ? (request.headers.get('idempotency-key') ?? undefined) : undefined;
  const encoded = [url.search.slice(1), body].filter((part) => part !== '').join('&');
  return { request, id: api.account.id('req'), url, encoded, key };
}

async function answerOf(api: Api, exchange: Exchange): Promise<Answer> {
  try {
    checkKey(exchange.request, api.secretKey);
    checkVersion(exchange.request);
    checkContentType(exchange);
    return exchange.key === undefined
      ? answerOnce(api, exchange)
      : await answerKeyed(api, exchange, exchange.key);
  } catch (error) {
    return rejected(error, exchange.id);
  }
}

async function answerKeyed(api: Api, exchange: Exchange, key: string): Promise<Answer> {
  const stored = api.idempotency.claim(key, exchange.url.pathname, canonicalForm(exchange.encoded));
  if (stored !== undefined) return { ...stored, ...codeOf(stored.body), replayed: true };
  // A real turn of the event loop, so that a second request sees this key in flight, as it does at Stripe.
  await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  let kept: Answer | undefined;
  try {
    return answerOnce(api, exchange, (answer) => {
      kept = answer;
    });
  } finally {
    if (kept === undefined) api.idempotency.release(key);
    else api.idempotency.keep(key, { status: kept.status, body: kept.body, requestId: kept.requestId });
  }
}

/** Does the work. `keep` gets the answer that the idempotency layer shall replay, if there is one. */
function answerOnce(api: Api, exchange: Exchange, keep: (answer: Answer) => void = () => undefined): Answer {
  const failure = api.failures.take(exchange.request.method, exchange.url.pathname);
  if (failure !== undefined && failure.afterCommit !== true) return failed(failure, exchange.id);
  const { result, begun } = work(api, exchange);
  if (!begun) return result;
  const shown = failure === undefined ? result : failed(failure, exchange.id);
  keep(failure?.stored === 'result' ? result : shown);
  return shown;
}

function work(api: Api, exchange: Exchange): { readonly result: Answer; readonly begun: boolean } {
  const { account } = api;
  try {
    const { method } = exchange.request;
    const match = matchRoute(api.routes, method, exchange.url.pathname);
    if (match === undefined) throw unrecognizedUrl(method, exchange.url.pathname);
    const prepared = match.route.prepare(parseForm(exchange.encoded));
    account.request = {
      id: exchange.id,
      origin: api.publicUrl ?? exchange.url.origin,
      ...(exchange.key === undefined ? {} : { idempotencyKey: exchange.key }),
    };
    const body = expanded(account, prepared.work({ account, id: match.id }), prepared.expand);
    const result = { status: 200, body: JSON.stringify(body, null, 2), requestId: exchange.id };
    return { result, begun: true };
  } catch (error) {
    return { result: rejected(error, exchange.id), begun: error instanceof Rejection && error.begun };
  } finally {
    account.request = undefined;
  }
}

function failed(failure: FakeFailure, requestId: string): Answer {
  return {
    ...rejected(rejectionOf(failure), requestId),
    ...(failure.headers ? { headers: failure.headers } : {}),
  };
}

function rejected(error: unknown, requestId: string): Answer {
  const rejection =
    error instanceof Rejection
      ? error
      : new Rejection(500, { type: 'api_error', message: `The fake itself failed: ${String(error)}` }, false);
  const body = errorEnvelope(rejection.body, requestId);
  return { status: rejection.status, body, requestId, ...codeOf(body) };
}

function codeOf(body: string): { errorCode?: string } {
  const parsed = JSON.parse(body) as { error?: { code?: string; type?: string } };
  const code = parsed.error?.code ?? parsed.error?.type;
  return code === undefined ? {} : { errorCode: code };
}

function checkContentType({ request, encoded, url }: Exchange): void {
  const hasBody = request.method === 'POST' && encoded !== url.search.slice(1);
  const type = request.headers.get('content-type') ?? '';
  if (hasBody && !type.startsWith('application/x-www-form-urlencoded')) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
}

function headersOf({ request, id, key }: Exchange, answer: Answer): Record<string, string> {
  // https://docs.stripe.com/error-low-level#sending-idempotent-requests (2026-11-22): Stripe's own retry advice.
  const retry = answer.status === 409 || answer.status === 429 ? { 'stripe-should-retry': 'true' } : {};
  return {
    'content-type': 'application/json',
    'request-id': id,
    'stripe-version': request.headers.get('stripe-version') ?? apiVersion,
    ...(key === undefined ? {} : { 'idempotency-key': key, 'original-request': answer.requestId }),
    ...(answer.replayed ? { 'idempotent-replayed': 'true' } : {}),
    ...(answer.status === 401 ? { 'www-authenticate': 'Basic realm="Stripe"' } : {}),
    ...retry,
    ...answer.headers,
  };
}

function logged({ account }: Api, exchange: Exchange, answer: Answer): LoggedRequest {
  return {
    id: exchange.id,
    method: exchange.request.method,
    path: exchange.url.pathname,
    params: flatForm(exchange.encoded),
    headers: Object.fromEntries(exchange.request.headers),
    ...(exchange.key === undefined ? {} : { idempotencyKey: exchange.key }),
    status: answer.status,
    ...(answer.errorCode === undefined ? {} : { errorCode: answer.errorCode }),
    replayed: answer.replayed === true,
    at: account.now() * 1000,
  };
}
