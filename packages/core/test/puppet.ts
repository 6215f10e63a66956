import {
  type Call,
  type CallOptions,
  type Contract,
  defineAdapter,
  type Failure,
  type IdempotencySupport,
  type Kit,
  type Schema,
  type Setup,
} from '@patchbay/core';

/** A contract whose driver a test writes itself: one request, several, and a read. */
export interface PuppetApi {
  one(input: object, options?: CallOptions): Promise<unknown>;
  many(input: object, options?: CallOptions): Promise<unknown>;
  read(input: object, options?: CallOptions): Promise<unknown>;
}

const contract: Contract<PuppetApi> = {
  category: 'puppet',
  operations: {
    one: { repeat: 'keyed', summary: 'One', personal: ['name'] },
    many: { repeat: 'keyed', summary: 'Many' },
    read: { repeat: 'safe', summary: 'Read' },
  },
  methods: () => ({}),
};

const anything: Schema<object> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: Object(value) }) },
};

type Post = Kit['transport']['fetch'];
type Drive = (
  post: (path: string, attempt: Pick<Call, 'headers'>) => Promise<Response>,
  call: Call,
) => unknown;

export interface Strings {
  readonly one?: Drive;
  readonly many?: Drive;
  readonly read?: Drive;
  readonly client?: (kit: Kit) => Promise<Post>;
  /** Default: the vendor honours keys. */
  readonly idempotency?: IdempotencySupport;
  readonly toFailure?: (thrown: unknown) => Failure | undefined;
  readonly close?: () => Promise<void>;
}

const still: Drive = () => Promise.resolve('done');

/** An instance whose driver does as the strings are pulled. */
export function makePuppet(strings: Strings, fetchLike: typeof fetch, setup: Setup = {}) {
  const { one = still, many = still, read = still, toFailure = () => undefined, close } = strings;
  const adapter = defineAdapter({
    spec: 1,
    contract,
    capabilities: {
      provider: 'acme',
      operations: { one: 'native', many: 'composed', read: 'native' },
      traits: {},
      idempotency: strings.idempotency ?? { kind: 'native' },
    },
    options: anything,
    client: (_options, kit) => strings.client?.(kit) ?? Promise.resolve(kit.transport.fetch),
    driver: (transport) => {
      const drive = (pull: Drive) => async (_input: object, call: Call) =>
        pull((path, { headers }) => transport(`http://127.0.0.1${path}`, { method: 'POST', headers }), call);
      return { one: drive(one), many: drive(many), read: drive(read) };
    },
    toFailure,
    check: async () => undefined,
    ...(close && { close }),
  });
  return adapter({}, { transport: { fetch: fetchLike }, ...setup });
}
