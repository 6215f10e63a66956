import {
  type CallOptions,
  type Contract,
  defineAdapter,
  type ErrorCode,
  type Pages,
  type PolicyOptions,
  withRaw,
} from '@patchbay/core';
import { type FailoverOptions, failover, processMemory } from '@patchbay/core/failover';
import { type VirtualClock, virtualClock } from '@patchbay/testing';

export interface Charge {
  readonly id: string;
  readonly note?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly raw: unknown;
}

/** The smallest contract that has ids, keys, reads and lists. */
export interface TillApi {
  charge(input: { readonly note?: string }, options?: CallOptions): Promise<Charge>;
  refund(input: { readonly chargeId: string }, options?: CallOptions): Promise<Charge>;
  get(input: string | { readonly id: string }, options?: CallOptions): Promise<Charge>;
  rate(input?: object, options?: CallOptions): Promise<{ readonly value: number }>;
  list(input?: object, options?: CallOptions): Pages<Charge>;
}

export const till: Contract<TillApi> = {
  category: 'till',
  ids: ['id', 'chargeId'],
  operations: {
    charge: { repeat: 'keyed', summary: 'Charge' },
    refund: { repeat: 'keyed', summary: 'Refund' },
    get: { repeat: 'safe', summary: 'Read', bare: 'id' },
    rate: { repeat: 'safe', summary: 'Rate' },
    list: { repeat: 'safe', pages: true, summary: 'List' },
  },
  methods: () => ({}),
};

/** What a till does to one request. `lost` ones are done, and the answer never comes. */
export type Fault =
  | 'ok'
  | 'down'
  | 'busy'
  | 'refuses'
  | 'declines'
  | 'lost'
  | 'broken'
  | 'broken_done'
  | 'hang';

/** A provider in memory that honours keys: what it did, by key. */
export class Till {
  readonly charges: { readonly id: string; readonly key: string | null; readonly note?: string }[] = [];
  readonly faults: Fault[] = [];
  requests = 0;
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  readonly fetch: typeof fetch = async (url, init) => {
    this.requests += 1;
    const fault = this.faults.shift() ?? 'ok';
    if (fault === 'down') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    if (fault === 'busy') return json(429, { error: 'busy' });
    if (fault === 'broken') return json(503, { error: 'broken' });
    if (fault === 'refuses') return json(401, { error: 'bad_key' });
    if (fault === 'declines') return json(402, { error: 'declined' });
    if (fault === 'hang') return hang(init?.signal);
    const answer = this.#serve(new URL(String(url)).pathname, init);
    if (fault === 'lost') throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    return fault === 'broken_done' ? json(503, { error: 'broken' }) : json(200, answer);
  };

  #serve(path: string, init: RequestInit | undefined): object {
    const input = JSON.parse(String(init?.body)) as { note?: string; chargeId?: string; id?: string };
    if (path === '/rate') return { value: 1 };
    if (path === '/list') return { items: this.charges.map(({ id }) => ({ id })) };
    if (path === '/get') return this.charges.find(({ id }) => id === input.id) ?? { error: 'gone' };
    const key = new Headers(init?.headers).get('idempotency-key');
    const known = this.charges.find((charge) => key !== null && charge.key === key);
    if (known !== undefined) return known;
    const made = { id: `${this.#prefix}_${this.charges.length + 1}`, key, ...input };
    this.charges.push(made);
    return made;
  }
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}

function hang(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'provider_auth_failed',
  402: 'declined',
  429: 'rate_limited',
  503: 'provider_unavailable',
};

class Refused extends Error {
  readonly code: ErrorCode;

  constructor(status: number) {
    super(`Status ${status}`);
    this.code = codes[status] ?? 'not_found';
  }
}

const tillAdapter = defineAdapter({
  spec: 1,
  contract: till,
  capabilities: {
    provider: 'till',
    operations: { charge: 'native', refund: 'native', get: 'native', rate: 'native', list: 'native' },
    traits: {},
    idempotency: { kind: 'native' },
  },
  options: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => ({ value: Object(value) as object }),
    },
  },
  client: async (_options, kit) => kit.transport.fetch,
  driver: (send) => {
    const post =
      (path: string) =>
      async (
        input: object,
        call: { signal: AbortSignal; headers: object; idempotencyKey: string | undefined },
      ) => {
        const headers = {
          ...call.headers,
          ...(call.idempotencyKey !== undefined && { 'idempotency-key': call.idempotencyKey }),
        };
        const request = { method: 'POST', headers, body: JSON.stringify(input), signal: call.signal };
        const response = await send(`http://till.test${path}`, request);
        const body = (await response.json()) as {
          id: string;
          items: Charge[];
          error?: string;
          value: number;
        };
        if (body.error !== undefined) throw new Refused(response.status);
        return withRaw({ ...body, metadata: { id: 'mine' } }, { whole: body });
      };
    return {
      charge: post('/charge'),
      refund: post('/refund'),
      get: post('/get'),
      rate: post('/rate'),
      list: post('/list'),
    };
  },
  toFailure: (thrown) => (thrown instanceof Refused ? { code: thrown.code } : undefined),
  check: async () => undefined,
});

/** Two tills behind one group. */
export function makeGroup({
  tills = [new Till('a'), new Till('b')],
  clock = virtualClock(),
  policy = { retry: false, breaker: false },
  ...options
}: Partial<FailoverOptions> & {
  readonly tills?: readonly Till[];
  readonly clock?: VirtualClock;
  readonly policy?: PolicyOptions;
} = {}) {
  const members = tills.map(({ fetch }, index) =>
    tillAdapter({}, { name: ['first', 'second', 'third'][index] ?? '', clock, policy, transport: { fetch } }),
  );
  const group = failover(till, members, { memory: processMemory(), clock, random: () => 0, ...options });
  return { group, tills, clock, members };
}
