import type { WireHandler } from '@patchbay/core/conformance';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import type { StrictnessCase } from '../lenient.ts';
import { type Rejection, type StripeLenience, toRejection } from './lenient.ts';

/** The fake's wire without an adapter. */
export interface BareWire {
  readonly handle: WireHandler;
  readonly sign: StripeFake['sign'];
  readonly events: () => StripeFake['events'];
}

/** A rule that is told on the bare wire of a fresh fake. */
export function onBareWire(
  id: string,
  title: string,
  run: (wire: BareWire) => Promise<void>,
): StrictnessCase {
  return { id: `fake.${id}`, title, run: (lenient?: StripeLenience) => run(bareWire(lenient)) };
}

function bareWire(lenient?: StripeLenience): BareWire {
  const fake = stripeFake();
  const strict = (request: Request): Promise<Response> => fake.handle(request);
  return {
    handle: lenient?.lenience(strict) ?? strict,
    sign: lenient?.signing?.(fake.sign) ?? fake.sign,
    events: () => fake.events,
  };
}

export const origin = 'http://127.0.0.1';
export const secretKey = 'sk_test_fake';
export const secret = 'whsec_fake';

export type Form = Readonly<Record<string, string>>;
interface Sent {
  readonly method?: string;
  readonly form?: Form;
  readonly headers?: Form;
  /** In place of the form. */
  readonly body?: string;
}

/** Sends a request as a client of the vendor would: with the key, as a form. */
export async function send({ handle }: BareWire, path: string, sent: Sent = {}): Promise<Response> {
  const {
    form,
    method = form === undefined && sent.body === undefined ? 'GET' : 'POST',
    body = form && new URLSearchParams(form).toString(),
  } = sent;
  const headers = {
    authorization: `Bearer ${secretKey}`,
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...sent.headers,
  };
  return handle(new Request(`${origin}${path}`, { method, headers, ...(body !== undefined && { body }) }));
}

/** A request that the vendor rejects so. */
export function rejects(
  id: string,
  title: string,
  path: string,
  sent: Sent,
  expected: Rejection,
): StrictnessCase {
  return onBareWire(id, title, async (wire) => {
    const response = await send(wire, path, sent);
    if (response.ok) throw new Error(`${title} The fake answered ${response.status}.`);
    const found = await toRejection(response);
    for (const [name, value] of Object.entries(expected)) {
      const actual: unknown = Reflect.get(found, name);
      if (actual !== value) throw new Error(`${title} ${name}: expected ${value}, found ${String(actual)}.`);
    }
  });
}
