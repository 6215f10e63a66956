import type { WireHandler } from '@patchbay/payments/conformance';
import type { StripeFake } from '@patchbay/payments-stripe/fake';
import { fieldsOf } from './broken.ts';

/** The fake of a vendor with one rule that it does not enforce, and the case that must notice it. */
export interface LenientFake {
  readonly id: string;
  /** What it lets through, in a few words. */
  readonly what: string;
  /** A case of the conformance suite, through the adapter; or one of the fake's own (`fake.…`), on the bare wire. */
  readonly caughtBy: string;
  readonly lenience: (next: WireHandler) => WireHandler;
  /** How it signs webhooks, where that is what is wrong. */
  readonly signing?: (sign: StripeFake['sign']) => StripeFake['sign'];
}

/** A request to the fake, taken apart. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The body as a form; of a request without one an empty form. */
  readonly form: URLSearchParams;
}

/** The fake with requests changed before it looks at them. */
export function rewriting(change: (incoming: Incoming) => void): LenientFake['lenience'] {
  return (next) => async (request) => {
    const incoming = await takeApart(request);
    change(incoming);
    return next(putTogether(incoming));
  };
}

/** An error as the vendor words it. */
export interface Rejection {
  readonly status: number;
  readonly code?: string;
  readonly param?: string;
}

type Forgiven = (incoming: Incoming, next: WireHandler) => object | Promise<object>;

/** The fake with rejections on a path turned into an answer. */
export function forgiving(
  method: string,
  path: RegExp,
  answer: Forgiven,
  only: Partial<Rejection> = {},
): LenientFake['lenience'] {
  return (next) => async (request) => {
    const incoming = await takeApart(request);
    const response = await next(putTogether(incoming));
    if (response.ok || incoming.method !== method || !path.test(incoming.url.pathname)) return response;
    if (!isSame(await toRejection(response.clone()), only)) return response;
    return Response.json(await answer(incoming, next));
  };
}

/** What an answer that is no success says. */
export async function toRejection(response: Response): Promise<Rejection> {
  const { code, param } = fieldsOf(fieldsOf(await response.json())['error']);
  return {
    status: response.status,
    ...(typeof code === 'string' && { code }),
    ...(typeof param === 'string' && { param }),
  };
}

/** The object that an action was about, as it is: `/v1/payment_intents/pi_1/capture` → the intent. */
export async function asItIs({ url, headers }: Incoming, next: WireHandler): Promise<object> {
  const path = url.pathname.replace(/\/(capture|cancel|confirm|expire|close)$/, '');
  const authorization = headers.get('authorization') ?? '';
  const response = await next(new Request(`${url.origin}${path}`, { headers: { authorization } }));
  return fieldsOf(await response.json());
}

async function takeApart(request: Request): Promise<Incoming> {
  const text = request.method === 'GET' ? '' : await request.text();
  const { method, url, headers } = request;
  return { method, url: new URL(url), headers: new Headers(headers), form: toForm(headers, text) };
}

function putTogether({ method, url, headers, form }: Incoming): Request {
  headers.delete('content-length');
  const body = method === 'GET' ? null : form.toString();
  return new Request(url, { method, headers, ...(body !== null && body !== '' && { body }) });
}

/** A body of any type, read as if it were a form. */
function toForm(headers: Headers, text: string): URLSearchParams {
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  return new URLSearchParams(isJson ? Object(JSON.parse(text || '{}')) : text);
}

function isSame(found: Rejection, wanted: Partial<Rejection>): boolean {
  return Object.entries(wanted).every(([name, value]) => Reflect.get(found, name) === value);
}
