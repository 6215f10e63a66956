import { type Attempt, invalidResponse, type Kit, reveal } from '@patchbay/core';
import type { AcmePaymentsOptions } from './options.ts';

const origin = 'https://api.acme.example';

/** One request to Acme. */
export interface AcmeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the origin on, escaped: `/v1/things/7?limit=2`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Acme's API over `fetch`. With an SDK, this room loads it instead: `const { Acme } = await import('acme')`. */
export interface AcmeClient {
  /** One request; resolves to an answer with a status of success, its body unread. */
  send(request: AcmeRequest, attempt: AcmeAttempt): Promise<Response>;
  /** One request; resolves to the JSON of the answer. */
  json(request: AcmeRequest, attempt: AcmeAttempt): Promise<unknown>;
}

/** What binds a request to its attempt. */
type AcmeAttempt = Pick<Attempt, 'headers' | 'signal' | 'idempotencyKey'>;

/** Makes the client: no retries of its own, and every request through core's transport. */
export async function loadClient(
  { apiKey, baseUrl = origin }: AcmePaymentsOptions,
  { transport }: Kit,
): Promise<AcmeClient> {
  const send: AcmeClient['send'] = async ({ method, path, body }, { headers, signal, idempotencyKey }) => {
    const response = await transport.fetch(`${baseUrl}${path}`, {
      method,
      signal,
      headers: {
        ...headers,
        authorization: `Bearer ${reveal(apiKey)}`,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    throw toRefusal(response.status, toJson(await response.text()));
  };
  return {
    send,
    async json(request, attempt) {
      const json = toJson(await (await send(request, attempt)).text());
      if (json === undefined) throw invalidResponse('The answer is no JSON.');
      return json;
    },
  };
}

/** What `errors.ts` reads; without an envelope of Acme's it is nobody's error. */
function toRefusal(status: number, body: unknown): Error {
  return Object.assign(new Error(`Acme answered ${status}.`), { status, body });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
