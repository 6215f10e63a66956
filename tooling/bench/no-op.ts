import type * as core from '@patchbay/core';

const answer = { id: 'pay_1' };
const input = { id: 'pay_1' };

interface NoOpApi {
  get(input: { readonly id: string }, options?: core.CallOptions): Promise<typeof answer>;
}

const contract: core.Contract<NoOpApi> = {
  category: 'bench',
  operations: { get: { repeat: 'safe', summary: 'Is answered at once' } },
  methods: () => ({}),
};

const noOptions: core.Schema<object> = {
  '~standard': { version: 1, vendor: 'bench', validate: () => ({ value: {} }) },
};

/** A call that succeeds at once, and the end of the instance that makes it. */
export interface NoOp {
  readonly call: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * An instance whose driver does nothing, with every default of the policy on and a caller's signal: what its call takes
 * is the pipeline. `core` is handed in, so that the core of another commit can be measured in the same way.
 */
export function noOp({ defineAdapter }: Pick<typeof core, 'defineAdapter'>, setup: core.Setup = {}): NoOp {
  const { signal } = new AbortController();
  const instance = defineAdapter({
    spec: 1,
    contract,
    capabilities: {
      provider: 'none',
      operations: { get: 'native' },
      traits: {},
      idempotency: { kind: 'native' },
    },
    options: noOptions,
    client: async () => async () => answer,
    driver: (work) => ({ get: () => work() }),
    toFailure: () => undefined,
    check: (work) => work(),
  })({}, setup);
  return { call: () => instance.get(input, { signal }), close: () => instance.close() };
}
