import { type RawWebhook, readWebhook } from '@patchbay/core/webhook';
import { accept } from './accept.ts';
import type { Context, Service } from './context.ts';
import { inLanes } from './lanes.ts';
import { notHandled, problem, type Refusal, refusalOf, rejected, unavailable } from './refusal.ts';
import { faultOf, type NotAccepted } from './result.ts';

/** What only the server knows of a request. */
export interface RequestContext {
  /** The address that delivers: the socket’s, or what a proxy that you trust says. */
  readonly address?: string | undefined;
}

/** Answers a request. It never throws, and acknowledges nothing that is not kept. */
export async function answer(
  context: Context,
  request: Request,
  { address }: RequestContext,
): Promise<Response> {
  const { clock, report } = context;
  const since = clock.monotonic();
  const service = serviceOf(context, request);
  if (service === undefined) return problem(404, 'There is no such source');
  try {
    return await receive(context, service, { request, address });
  } catch (error) {
    const { what, reason, response } = refusalOf(error);
    report({ service: service.name, what, reason, ms: clock.monotonic() - since });
    return response;
  }
}

/** The last segment of the path names the source. */
function serviceOf({ services }: Context, { url }: Request): Service | undefined {
  const segments = new URL(url).pathname.split('/').filter(Boolean);
  return services.get(segments.at(-1) ?? '');
}

interface Incoming {
  readonly request: Request;
  readonly address: string | undefined;
}

async function receive(context: Context, service: Service, incoming: Incoming): Promise<Response> {
  const { source, allowList } = service;
  const { request, address } = incoming;
  checkMethod(service, request);
  if (allowList !== undefined && !allowList.allows(address))
    throw rejected(403, 'Forbidden', address === undefined ? 'address_unknown' : 'address_not_allowed');
  if (request.method !== 'POST') return greet(service, request);
  const raw = await readBody(service, request);
  const greeting = await source.handshake?.(toRequest(request, raw));
  if (greeting !== undefined) return greeting;
  const url = publicUrlOf(context, request);
  const events = await source.from.webhooks.receive({ ...raw, url });
  const groupOf = (event: (typeof events)[number], index: number): string =>
    (context.isOrdered ? event.objectId : undefined) ?? `${index} `;
  const results = await inLanes(events, groupOf, (event) => accept(context, service, event));
  const refusal = worstOf(results.map(faultOf).filter((fault) => fault !== undefined));
  if (refusal !== undefined) throw refusal;
  return source.acknowledge?.() ?? new Response(null, { status: 200 });
}

function checkMethod({ source }: Service, { method }: Request): void {
  const methods = source.handshake === undefined ? ['POST'] : ['GET', 'HEAD', 'POST'];
  if (methods.includes(method)) return;
  throw rejected(405, 'Method not allowed', 'method_not_allowed', { allow: methods.join(', ') });
}

async function greet({ source }: Service, request: Request): Promise<Response> {
  const greeting = await source.handshake?.(request);
  if (greeting !== undefined) return greeting;
  throw rejected(400, 'Bad request', 'no_handshake');
}

const megabyte = 1024 * 1024;

async function readBody({ source: { maxBytes = megabyte } }: Service, request: Request): Promise<RawWebhook> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > maxBytes) throw rejected(413, 'Content too large', 'too_large');
  return readWebhook(request, maxBytes);
}

/** The same request, with a body that can be read. */
function toRequest({ method, url, headers }: Request, { body }: RawWebhook): Request {
  return new Request(url, { method, headers, body: new Uint8Array(body) });
}

function publicUrlOf({ publicUrl }: Context, { url }: Request): string {
  if (publicUrl === undefined) return url;
  const { pathname, search } = new URL(url);
  return `${publicUrl.replace(/\/+$/, '')}${pathname}${search}`;
}

function worstOf(faults: readonly NotAccepted[]): Refusal | undefined {
  const [store] = faults.filter(({ fault }) => fault === 'store');
  if (store !== undefined) return refusalOfStore(store.error);
  if (faults.some(({ fault }) => fault === 'busy')) return unavailable('busy');
  return faults.length > 0 ? notHandled() : undefined;
}

/** Whatever a store says, it is no fault of the vendor. */
function refusalOfStore(error: unknown): Refusal {
  const { what, reason } = refusalOf(error);
  return unavailable(what === 'unavailable' ? reason : 'store');
}
