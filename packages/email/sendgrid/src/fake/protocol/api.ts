import type { Account } from '../account.ts';
import type { LoggedRequest } from '../types.ts';
import { badRequest, envelope, Rejection, rejection } from './errors.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Answer, Route } from './router.ts';
import { matchRoute } from './router.ts';

export interface Api {
  readonly account: Account;
  readonly routes: readonly Route[];
  readonly apiKey: string;
  readonly scopes: readonly string[];
  readonly limiter: RateLimiter;
  readonly log: LoggedRequest[];
}

// https://docs.sendgrid.com/api-reference/mail-send/limitations (2026-11-22): 30 MB with all attachments.
const maxBodyBytes = 30 * 1024 * 1024;

/** Answers one API request and logs it. */
export async function answerApi(api: Api, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const bytes = new Uint8Array(await request.arrayBuffer());
  const parsed = parseBody(bytes);
  const answer = answerOf(api, request, { url, bytes, parsed });
  api.log.push({
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(request.headers),
    body: 'json' in parsed ? parsed.json : undefined,
    status: answer.status,
    ignored: answer.ignored ?? [],
    at: api.account.options.now?.() ?? Date.now(),
  });
  return toResponse(answer);
}

interface Exchange {
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly parsed: Parsed;
}

type Parsed = { readonly json: unknown } | { readonly fault: 'encoding' | 'syntax' };

function answerOf(api: Api, request: Request, exchange: Exchange): Answer {
  try {
    checkKey(request, api.apiKey);
    const { account } = api;
    const { pathname: path, searchParams: query } = exchange.url;
    const { route, id } = matchRoute(api.routes, request.method, path);
    if (route.scope !== undefined && !api.scopes.includes(route.scope)) {
      throw rejection(403, 'access forbidden');
    }
    const limits = api.limiter.take(`${route.method} ${route.pattern}`);
    const answer = route.answer({ account, id, query, path, body: bodyOf(request, exchange) });
    // Accepted mails come without these headers: sendgrid/sendgrid-go#105 (2026-11-22).
    return path === '/v3/mail/send' ? answer : { ...answer, headers: { ...limits, ...answer.headers } };
  } catch (error) {
    const found =
      error instanceof Rejection ? error : rejection(500, `The fake itself failed: ${String(error)}`);
    return { status: found.status, body: envelope(found), headers: found.headers };
  }
}

function checkKey(request: Request, apiKey: string): void {
  const authorization = request.headers.get('authorization');
  if (authorization === null) throw rejection(401, 'authorization required');
  if (authorization !== `Bearer ${apiKey}`) {
    throw rejection(401, 'The provided authorization grant is invalid, expired, or revoked');
  }
  // The account has no subusers, so it can act for none.
  if (request.headers.has('on-behalf-of')) throw rejection(403, 'access forbidden');
}

function bodyOf(request: Request, { bytes, parsed }: Exchange): unknown {
  if (bytes.length > maxBodyBytes) throw rejection(413, 'content too large');
  if (request.method === 'GET' || bytes.length === 0) return undefined;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw rejection(415, 'Content-Type should be application/json');
  if ('json' in parsed) return parsed.json;
  throw parsed.fault === 'encoding' ? rejection(415, 'Invalid UTF8 in request') : badRequest();
}

function parseBody(bytes: Uint8Array): Parsed {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'encoding' };
  }
  try {
    const json: unknown = JSON.parse(text);
    return { json };
  } catch {
    return { fault: 'syntax' };
  }
}

function toResponse({ status, body, headers }: Answer): Response {
  if (body === undefined) return new Response(null, { status, headers: { ...headers } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
