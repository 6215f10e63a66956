import {
  type Call,
  type CallOptions,
  type Contract,
  defineAdapter,
  type Failure,
  type Kit,
  type Pages,
  type Schema,
  type Setup,
  type WriteOptions,
} from '@patchbay/core';

/** The smallest contract that has every kind of operation. */
export interface ToyApi {
  read(input: string | { readonly id: string }, options?: CallOptions): Promise<string>;
  pay(input: { readonly amount: number; readonly note?: string }, options: WriteOptions): Promise<string>;
  mail(input: { readonly email: string }, options?: CallOptions): Promise<string>;
  readonly things: {
    list(input?: object, options?: CallOptions): Pages<number>;
    move(input: { readonly id: string }, options?: CallOptions): Promise<string>;
    lift(input: { readonly id: string }, options?: CallOptions): Promise<string>;
  };
}

export const toy: Contract<ToyApi> = {
  category: 'toy',
  operations: {
    read: { repeat: 'safe', summary: 'Read', bare: 'id' },
    pay: {
      repeat: 'keyed',
      money: true,
      summary: 'Pay',
      traits: ({ note }: { note?: string }) => (note === undefined ? [] : ['notes']),
    },
    mail: { repeat: 'keyed', summary: 'Mail', personal: ['email'] },
    'things.list': { repeat: 'safe', pages: true, summary: 'List' },
    'things.move': { repeat: 'keyed', summary: 'Move' },
    'things.lift': { repeat: 'never', summary: 'Lift' },
  },
  methods: () => ({}),
};

export const toyCapabilities = {
  provider: 'acme',
  operations: {
    read: 'native',
    pay: 'native',
    mail: 'native',
    'things.list': 'native',
    'things.move': 'composed',
    'things.lift': false,
  },
  traits: { notes: false },
  idempotency: { kind: 'native', ttlHours: 24, maxLength: 40 },
} as const;

export interface ToyOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
}

const anything: Schema<ToyOptions> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ value: value as ToyOptions }),
    jsonSchema: {
      input: () => ({
        properties: { apiKey: { type: 'string', secret: true }, baseUrl: { type: 'string' } },
      }),
    },
  },
};

/** A vendor error as the toy's SDK throws it. */
export class ToyError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Post = (
  path: string,
  body: unknown,
  call: Pick<Call, 'signal' | 'headers' | 'idempotencyKey'>,
) => Promise<string>;

const failures: Readonly<Record<string, Failure['code']>> = {
  refused: 'declined',
  gone: 'not_found',
  bad_key: 'provider_auth_failed',
};

export const acmeToy = defineAdapter({
  spec: 1,
  contract: toy,
  capabilities: toyCapabilities,
  options: anything,
  async client({ apiKey, baseUrl }: ToyOptions, kit: Kit): Promise<Post> {
    return async (path, body, call) => {
      const response = await kit.transport.fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: {
          ...call.headers,
          authorization: apiKey,
          ...(call.idempotencyKey && { 'idempotency-key': call.idempotencyKey }),
        },
        body: JSON.stringify(body),
      });
      const answer = JSON.parse(await response.text()) as {
        readonly error?: { readonly code: string; readonly message: string };
        readonly value?: string;
      };
      if (answer.error) throw new ToyError(answer.error.code, answer.error.message);
      return answer.value ?? '';
    };
  },
  driver: (post) => ({
    read: ({ id }, call) => post('/read', { id }, call),
    pay: (input, call) => post('/pay', input, call),
    mail: (input, call) => post('/mail', input, call),
    'things.list': async (_input, { cursor }) =>
      cursor === 'b' ? { items: [3] } : { items: [1, 2], next: 'b' },
    'things.move': async (input, call) => {
      const taken = await call.step('take', 'keyed', (attempt) => post('/take', input, attempt));
      return call.step('put', 'keyed', (attempt) => post('/put', { taken }, attempt));
    },
  }),
  toFailure: (thrown) => {
    if (!(thrown instanceof ToyError)) return undefined;
    return {
      code: failures[thrown.code] ?? 'unknown',
      vendor: { code: thrown.code, message: thrown.message },
    };
  },
  check: (post, attempt) => post('/check', {}, attempt),
});

/** Answers of the toy's server, one per request; the last one repeats. */
export type Answer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'refused'
  | 'reset'
  | 'hang';

export interface SentRequest {
  readonly path: string;
  readonly key: string | null;
  readonly headers: Headers;
}

/** A `fetch` with scripted answers, and what was sent through it. */
export function scripted(...answers: readonly Answer[]): {
  readonly fetch: typeof fetch;
  readonly sent: SentRequest[];
} {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      sent.push({
        path: new URL(input instanceof Request ? input.url : input).pathname,
        key: headers.get('idempotency-key'),
        headers,
      });
      const answer = answers[Math.min(sent.length, answers.length) - 1] ?? {};
      if (answer === 'refused') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
      if (answer === 'reset') throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
      if (answer === 'hang')
        return new Promise((_, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        );
      const { status = 200, headers: more = {}, body = { value: 'done' } } = answer;
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: more });
    },
  };
}

export function makeToy(fetchLike: typeof fetch, setup: Setup = {}) {
  return acmeToy(
    { apiKey: 'acme-key-0123456789', baseUrl: 'http://127.0.0.1' },
    { transport: { fetch: fetchLike }, ...setup },
  );
}
