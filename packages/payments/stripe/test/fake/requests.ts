import { Stripe } from 'stripe';
import type { RejectionRequest, StripeFake, StripeFakeOptions } from '../../src/fake/index.ts';
import { stripeFake } from '../../src/fake/index.ts';

const origin = 'http://127.0.0.1:4010';
const valid: Readonly<Record<string, string>> = {
  authorization: 'Bearer sk_test_fake',
  'stripe-version': '2026-10-28.endive',
};

/** A fake and the real SDK talking to it. */
export function connected(options: StripeFakeOptions = {}): {
  readonly fake: StripeFake;
  readonly stripe: Stripe;
} {
  const fake = stripeFake(options);
  const toFake = (input: string | URL | Request, init?: RequestInit) => {
    const address = new URL(input instanceof Request ? input.url : input);
    return fake.handle(new Request(new URL(address.pathname + address.search, origin), init));
  };
  const httpClient = Stripe.createFetchHttpClient(toFake);
  return { fake, stripe: new Stripe('sk_test_fake', { httpClient, maxNetworkRetries: 0 }) };
}

/** Sends a row's request; `answers` fill its `{0.id}` references. */
export function send(
  fake: StripeFake,
  row: RejectionRequest,
  answers: readonly unknown[] = [],
): Promise<Response> {
  const form = Object.fromEntries(
    Object.entries(row.form ?? {}).map(([name, value]) => [name, fill(value, answers)]),
  );
  const body = row.body ?? (row.method === 'POST' ? new URLSearchParams(form).toString() : undefined);
  const given = { ...valid, 'content-type': 'application/x-www-form-urlencoded', ...row.headers };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const address = origin + fill(row.path, answers);
  return fake.handle(
    new Request(address, { method: row.method, headers, ...(body === undefined ? {} : { body }) }),
  );
}

/** Posts a hosted page's form, as a browser without scripts would. */
export function submit(
  fake: StripeFake,
  address: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return fake.handle(new Request(address, { method: 'POST', body: new URLSearchParams(fields) }));
}

export function visit(fake: StripeFake, address: string): Promise<Response> {
  return fake.handle(new Request(address));
}

function fill(text: string, answers: readonly unknown[]): string {
  return text.replaceAll(/\{(\d+)\.([\w.]+)\}/g, (_match, index: string, path: string) =>
    String(at(answers[Number(index)], path.split('.'))),
  );
}

function at(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null ? at(Reflect.get(value, name), rest) : undefined;
}
