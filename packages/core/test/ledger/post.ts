import {
  type Call,
  type CallOptions,
  type Capabilities,
  type Contract,
  type Driver,
  defineAdapter,
  type PolicyOptions,
  type Reconciled,
  vendorKey,
} from '@patchbay/core';
import type { LedgerOptions } from '@patchbay/core/ledger';
import { processMemory, withLedger } from '@patchbay/core/ledger';
import { type VirtualClock, virtualClock } from '@patchbay/testing';

export interface Letter {
  readonly id: string;
  readonly sentAt: Date;
  readonly raw: unknown;
}

interface PostApi {
  send(input: { readonly text: string; readonly file?: Uint8Array }, options?: CallOptions): Promise<Letter>;
  burn(input: string | { readonly id: string }, options?: CallOptions): Promise<Letter>;
  read(input: string | { readonly id: string }, options?: CallOptions): Promise<Letter>;
  reconcile(
    input: { readonly operation: string; readonly idempotencyKey: string; readonly since: Date },
    options?: CallOptions,
  ): Promise<Reconciled<Letter>>;
}

interface PostEvent {
  readonly vendorKey: string;
  readonly letter?: Letter;
}

interface PostMethods {
  readonly webhooks: { receive(body: string): Promise<readonly PostEvent[]> };
}

interface PostParts {
  readonly webhook: { verify(body: string): Promise<readonly PostEvent[]> };
}

/** The smallest contract with keyed writes, a way to ask about them, and events. */
export const post: Contract<PostApi, PostMethods, PostParts> = {
  category: 'post',
  operations: {
    send: { repeat: 'keyed', summary: 'Send' },
    burn: { repeat: 'keyed', summary: 'Burn', bare: 'id' },
    read: { repeat: 'safe', summary: 'Read', bare: 'id' },
    reconcile: { repeat: 'safe', aboutKey: true, summary: 'Find out' },
  },
  proofOf: ({ vendorKey: key, letter }: PostEvent) => ({ vendorKey: key, result: letter }),
  methods: ({ parts }) => ({
    webhooks: { receive: async (body) => (await parts.webhook?.verify(body)) ?? [] },
  }),
};

/** What becomes of one request. `lost`: done, and the answer never comes. `garbled`: done, and the answer says nothing. */
export type Fate = 'ok' | 'down' | 'lost' | 'swallowed' | 'hang' | 'garbled' | 'refused';

/** A provider in memory: what it did, by the key that the request had. */
export class PostOffice {
  readonly letters: { readonly id: string; readonly key: string | undefined; readonly text: string }[] = [];
  readonly fates: Fate[] = [];
  readonly asked: string[] = [];
  honoursKeys = false;

  readonly fetch: typeof fetch = async (url, init) => {
    const path = new URL(String(url)).pathname;
    this.asked.push(path);
    const fate = path === '/find' ? 'ok' : (this.fates.shift() ?? 'ok');
    if (fate === 'down') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    if (fate === 'hang') {
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      );
    }
    if (fate === 'swallowed') throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    if (fate === 'refused') return Response.json({ error: 'bad' }, { status: 400 });
    const answer = this.#serve(path, JSON.parse(String(init?.body)) as Sent);
    if (fate === 'lost') throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    return fate === 'garbled' ? new Response('<html>', { status: 200 }) : Response.json(answer);
  };

  #serve(path: string, { key, text = '', id }: Sent): object {
    const known = this.letters.find((letter) => key !== undefined && letter.key === key);
    if (path === '/find') return known === undefined ? {} : { letter: known };
    if (path === '/read') return this.letters.find((letter) => letter.id === id) ?? {};
    if (this.honoursKeys && known !== undefined) return known;
    const letter = { id: `letter_${this.letters.length + 1}`, key, text };
    this.letters.push(letter);
    return letter;
  }
}

interface Sent {
  readonly key?: string;
  readonly text?: string;
  readonly id?: string;
}

class Refusal extends Error {}

const operations = { send: 'native', burn: 'native', read: 'native', reconcile: 'native' } as const;

/** An office's adapter: with or without keys, with or without a way to find out. */
function postAdapter(keys: 'native' | 'none', canFind: boolean) {
  return defineAdapter({
    spec: 1,
    contract: post,
    capabilities: {
      provider: 'office',
      operations: { ...operations, ...(canFind ? {} : { reconcile: false as never }) }, // offices of one type
      traits: {},
      idempotency: { kind: keys, ttlHours: 24 },
    },
    options: {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) => ({ value: Object(value) as object }),
      },
    },
    client: async (_options, kit) => kit.transport.fetch,
    driver,
    toFailure: (thrown) => (thrown instanceof Refusal ? { code: 'invalid_request' } : undefined),
    check: async () => undefined,
    parts: { webhook: () => ({ verify: async (body) => [JSON.parse(body) as PostEvent] }) },
  });
}

function driver(
  ask: typeof fetch,
): Driver<PostApi, Capabilities<PostApi> & { readonly operations: typeof operations }> {
  const request = async (path: string, body: object, { signal, headers }: Call) => {
    const init = { method: 'POST', body: JSON.stringify(body), signal, headers };
    const response = await ask(`http://office.test${path}`, init);
    const answer = (await response.json()) as { id: string; letter?: { id: string }; error?: string };
    if (answer.error !== undefined) throw new Refusal(answer.error);
    return answer;
  };
  const write = (path: string) => async (input: object, call: Call) =>
    toLetter(await request(path, { ...input, key: call.idempotencyKey }, call));
  return {
    send: write('/send'),
    burn: write('/burn'),
    read: write('/read'),
    async reconcile({ operation, idempotencyKey }, call): Promise<Reconciled<Letter>> {
      const key = await vendorKey([`post.${operation}`, '', idempotencyKey]);
      const { letter } = await request('/find', { key }, call);
      return letter === undefined
        ? { outcome: 'not_applied' }
        : { outcome: 'applied', result: toLetter(letter) };
    },
  };
}

function toLetter({ id }: { readonly id: string }): Letter {
  return Object.defineProperty({ id, sentAt: new Date(86_400_000) }, 'raw', { value: 'whole' }) as Letter;
}

interface Made extends Partial<LedgerOptions> {
  readonly office?: PostOffice;
  readonly clock?: VirtualClock;
  readonly keys?: 'native' | 'none';
  readonly canFind?: boolean;
  readonly memberName?: string;
  readonly policy?: PolicyOptions;
}

/** One machine of an application that sends letters. */
export function makePost({
  office = new PostOffice(),
  clock = virtualClock(),
  keys = 'none',
  canFind = false,
  memory = processMemory(),
  memberName = 'post',
  policy = {},
  ...options
}: Made = {}) {
  office.honoursKeys = keys === 'native';
  const bare = postAdapter(keys, canFind)(
    {},
    {
      name: memberName,
      clock,
      policy: { retry: false, breaker: false, ...policy },
      transport: { fetch: office.fetch },
    },
  );
  return { mail: withLedger(post, bare, { memory, clock, ...options }), bare, office, clock, memory };
}
