import type { Clock } from '@patchbay/core';
import type { Wire, WireFault, WireRequest } from '@patchbay/core/conformance';

interface Planned {
  readonly fault: WireFault;
  readonly reads: boolean;
  left: number;
}

const statuses = {
  wrong_credential: 401,
  no_permission: 403,
  key_in_flight: 409,
  rate_limited: 429,
  server_error: 500,
  unavailable: 503,
} as const;

/** The far side of the stall, behind a `fetch` in place of a socket. */
export class StallServer {
  readonly #clock: Clock;
  readonly #honoursKeys: boolean;
  readonly #requests: WireRequest[] = [];
  readonly #planned: Planned[] = [];
  readonly #things = new Set<string>();
  readonly #answers = new Map<string, object>();
  #sales = 0;
  #held = 0;

  constructor(clock: Clock, honoursKeys: boolean) {
    this.#clock = clock;
    this.#honoursKeys = honoursKeys;
  }

  readonly wire: Wire = {
    requests: () => this.#requests,
    held: () => this.#held,
    fault: (fault, { times = 1, reads = false } = {}) =>
      void this.#planned.push({ fault, reads, left: times }),
  };

  counts(): { readonly sales: number } {
    return { sales: this.#sales };
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const { pathname: path } = new URL(input instanceof Request ? input.url : input);
    const method = init.method ?? 'GET';
    const fault = this.#faultOf(method);
    if (fault?.kind === 'refused') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    const headers = new Headers(init.headers);
    const key = headers.get('idempotency-key');
    const body = typeof init.body === 'string' ? init.body : '';
    this.#requests.push({ method, path, body, ...(key !== null && { idempotencyKey: key }) });
    if (headers.get('authorization') !== 'right') return refusal(401);
    return fault === undefined
      ? this.#answer(method, path, key)
      : this.#fail(fault, init.signal, method, path, key);
  };

  #faultOf(method: string): WireFault | undefined {
    const planned = this.#planned.find(({ left, reads }) => left > 0 && (reads || method !== 'GET'));
    if (planned !== undefined) planned.left -= 1;
    return planned?.fault;
  }

  #answer(method: string, path: string, key: string | null): Response {
    const known = this.#honoursKeys && key !== null ? this.#answers.get(key) : undefined;
    if (known !== undefined) return Response.json(known);
    const [, place = '', id = ''] = path.split('/');
    if (id !== '' && !this.#things.has(id)) return refusal(404);
    if (method === 'GET' && id === '') return Response.json({ id: place, things: [...this.#things] });
    const answer = { id: id === '' ? this.#sell() : id };
    if (key !== null) this.#answers.set(key, answer);
    return Response.json(answer);
  }

  #sell(): string {
    this.#sales += 1;
    const id = `thing-${this.#sales}`;
    this.#things.add(id);
    return id;
  }

  async #fail(
    fault: Exclude<WireFault, { readonly kind: 'refused' }>,
    signal: AbortSignal | null | undefined,
    ...request: readonly [method: string, path: string, key: string | null]
  ): Promise<Response> {
    switch (fault.kind) {
      case 'vendor':
        return refusal(statuses[fault.error], this.#retryAfter(fault));
      case 'html':
        return new Response('<h1>No.</h1>', { status: fault.status });
      case 'json_without_envelope':
        return Response.json({ message: 'No.' }, { status: fault.status });
      case 'other_shape':
        return Response.json(['odd']);
      case 'garbage':
      case 'truncated':
        return new Response('{"id": ');
      case 'slow_body':
        return new Response(
          new ReadableStream({ start: (body) => this.#hold(signal, (why) => body.error(why)) }),
        );
      case 'reset_after_commit':
        this.#answer(...request);
        throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
      case 'reset_before':
        throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
      default:
        if (fault.kind === 'hang_after_commit') this.#answer(...request);
        return new Promise((_, reject) => this.#hold(signal, reject));
    }
  }

  #hold(signal: AbortSignal | null | undefined, release: (why: unknown) => void): void {
    this.#held += 1;
    signal?.addEventListener('abort', () => {
      this.#held -= 1;
      release(signal.reason);
    });
  }

  #retryAfter({ retryAfter }: Extract<WireFault, { readonly kind: 'vendor' }>): Record<string, string> {
    switch (retryAfter?.form) {
      case 'seconds':
        return { 'retry-after': String(retryAfter.ms / 1000) };
      case 'milliseconds':
        return { 'retry-after-ms': String(retryAfter.ms) };
      case 'date': {
        const wholeSeconds = Math.ceil((this.#clock.now() + retryAfter.ms) / 1000);
        return { 'retry-after': new Date(wholeSeconds * 1000).toUTCString() };
      }
      default:
        return {};
    }
  }
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return Response.json({ refused: true }, { status, headers });
}
