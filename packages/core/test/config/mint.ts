import {
  type CallOptions,
  type Contract,
  defineAdapter,
  type Integration,
  type OperationName,
  type Portable,
  type Requirement,
  type SecretInput,
} from '@patchbay/core';
import * as z from 'zod';

/** A category for tests of configuration: it makes coins. */
export interface MintApi {
  strike(input: { readonly coins: number }, options?: CallOptions): Promise<string>;
  readonly coins: { melt(input: { readonly id: string }, options?: CallOptions): Promise<string> };
}

export type Mint<N extends OperationName<MintApi> = never> = Integration & Portable<MintApi, N>;

const needs = <const N extends OperationName<MintApi>>(
  ...operations: readonly N[]
): Requirement<Mint<N>> => ({
  category: 'mint',
  operations,
  traits: [],
  problems: () => [],
});

export const mint: Contract<MintApi> & { readonly needs: typeof needs } = {
  category: 'mint',
  operations: {
    strike: { repeat: 'never', summary: 'Strike' },
    'coins.melt': { repeat: 'natural', summary: 'Melt' },
  },
  methods: () => ({}),
  needs,
};

export interface RoyalMintOptions {
  readonly secretKey: SecretInput | readonly SecretInput[];
  readonly baseUrl?: string;
  readonly presses?: number;
  readonly isQuiet?: boolean;
  readonly metals?: readonly string[];
}

const options: z.ZodType<RoyalMintOptions> = z.strictObject({
  secretKey: z
    .union([z.string(), z.array(z.string())])
    .meta({ env: 'ROYAL_SECRET_KEY', secret: true, where: 'the Tower', description: 'Key of the mint.' }),
  baseUrl: z.url().exactOptional().meta({ env: 'ROYAL_BASE_URL' }),
  presses: z.int().positive().exactOptional(),
  isQuiet: z.boolean().exactOptional(),
  metals: z.array(z.string()).readonly().exactOptional(),
});

const capabilities = {
  provider: 'royal',
  operations: { strike: 'native', 'coins.melt': 'native' },
  traits: {},
  idempotency: { kind: 'none' },
} as const;

/** A vendor that has everything; `strike` answers with the options that the instance was made with. */
export const royalMint = defineAdapter({
  spec: 1,
  contract: mint,
  capabilities,
  options,
  client: async (given: RoyalMintOptions) => given,
  driver: (client) => ({ strike: async () => JSON.stringify(client), 'coins.melt': async () => '' }),
  toFailure: () => undefined,
  check: async () => undefined,
  mode: ({ secretKey }) => (String(secretKey).startsWith('live') ? 'live' : 'test'),
});

/** A vendor that cannot melt. */
export const localMint = defineAdapter({
  spec: 1,
  contract: mint,
  capabilities: { ...capabilities, provider: 'local', operations: { strike: 'native', 'coins.melt': false } },
  options: z.strictObject({ title: z.string().default('') }),
  client: async ({ title }: { title: string }) => title,
  driver: (title) => ({ strike: async () => title }),
  toFailure: () => undefined,
  check: async () => undefined,
});

/** Both as `connect` would import them from packages. */
export const adapters = {
  '@patchbay/mint-royal': async () => ({ royalMint }),
  '@patchbay/mint-local': async () => ({ localMint }),
};
