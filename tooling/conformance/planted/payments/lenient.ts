import { fieldsOf, type WireHandler } from '@patchbay/core/conformance';
import type { StripeFake } from '@patchbay/payments-stripe/fake';
import { answering, type Incoming, type LenientFake, rewriting as rewritingBytes } from '../lenient.ts';

/** Stripe's fake with one rule that it does not enforce. */
export interface StripeLenience extends LenientFake {
  /** How it signs webhooks, where that is what is wrong. */
  readonly signing?: (sign: StripeFake['sign']) => StripeFake['sign'];
}

/** A request to the fake with its body read as a form; of a request without one an empty form. */
export interface IncomingForm extends Omit<Incoming, 'body'> {
  readonly form: URLSearchParams;
}

/** The fake with requests changed before it looks at them. */
export function rewriting(change: (incoming: IncomingForm) => void): LenientFake['lenience'] {
  return rewritingBytes((incoming) => {
    const form = toForm(incoming);
    change({ ...incoming, form });
    if (incoming.method !== 'GET') incoming.body = new TextEncoder().encode(form.toString());
  });
}

/** An error as the vendor words it. */
export interface Rejection {
  readonly status: number;
  readonly code?: string;
  readonly param?: string;
}

type Forgiven = (incoming: IncomingForm, next: WireHandler) => object | Promise<object>;

/** The fake with rejections on a path turned into an answer. */
export function forgiving(
  method: string,
  path: RegExp,
  answer: Forgiven,
  only: Partial<Rejection> = {},
): LenientFake['lenience'] {
  return answering(async (incoming, response, next) => {
    if (response.ok || incoming.method !== method || !path.test(incoming.url.pathname)) return undefined;
    if (!isSame(await toRejection(response), only)) return undefined;
    return Response.json(await answer({ ...incoming, form: toForm(incoming) }, next));
  });
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
export async function asItIs({ url, headers }: IncomingForm, next: WireHandler): Promise<object> {
  const path = url.pathname.replace(/\/(capture|cancel|confirm|expire|close)$/, '');
  const authorization = headers.get('authorization') ?? '';
  const response = await next(new Request(`${url.origin}${path}`, { headers: { authorization } }));
  return fieldsOf(await response.json());
}

/** A body of any type, read as if it were a form. */
function toForm({ method, headers, body }: Incoming): URLSearchParams {
  const text = method === 'GET' ? '' : new TextDecoder().decode(body);
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  return new URLSearchParams(isJson ? Object(JSON.parse(text || '{}')) : text);
}

function isSame(found: Rejection, wanted: Partial<Rejection>): boolean {
  return Object.entries(wanted).every(([name, value]) => Reflect.get(found, name) === value);
}
