import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFake } from './fake.ts';
import type { GuestBook } from './far-side.ts';
import type { Part, PartOptions } from './stage.ts';

export type AuthProvider = 'local' | 'oidc';

/** Who knows the people. */
export const authStages = {
  local: localStage,
  oidc: oidcStage,
} as const satisfies Record<AuthProvider, (options: PartOptions) => Promise<Part<GuestBook>>>;

/** Nothing to set: it is what serves when no provider is named. What it knows is in the shop's folder. */
async function localStage({ folder }: PartOptions): Promise<Part<GuestBook>> {
  return {
    environment: {},
    async farSide() {
      const saved: unknown = JSON.parse(await readFile(join(folder, 'auth.json'), 'utf8'));
      const names = new Map(recordsIn(saved, 'users').map(({ id, username }) => [id, String(username)]));
      const artifacts = recordsIn(saved, 'artifacts');
      const payloadsOf = (kind: string): readonly Json[] =>
        artifacts.filter(({ model }) => model === kind).map(({ payload }) => toRecord(payload));
      return {
        tokens: { code: payloadsOf('AuthorizationCode').length, access: payloadsOf('AccessToken').length },
        signedIn: payloadsOf('Session').flatMap(({ accountId }) => names.get(accountId) ?? []),
        operations: [],
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

type Json = Readonly<Record<string, unknown>>;

/** The records of one kind in a file of JSON. */
function recordsIn(saved: unknown, kind: string): readonly Json[] {
  const records = toRecord(saved)[kind];
  if (!Array.isArray(records)) throw new TypeError(`The file of the embedded provider has no ${kind}.`);
  return records.map(toRecord);
}

function toRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

async function oidcStage({ shopUrl, fault, onOutput }: PartOptions): Promise<Part<GuestBook>> {
  const client = { id: 'postcard-shop', secret: 'story-client-secret' };
  const environment = {
    FAKE_CLIENT_ID: client.id,
    FAKE_CLIENT_SECRET: client.secret,
    FAKE_REDIRECT_URI: `${shopUrl}/auth/callback`,
    FAKE_SIGNED_OUT_URI: `${shopUrl}/`,
  };
  const fake = await startFake('oidc', { environment, fault, onOutput });
  return {
    environment: {
      AUTH_PROVIDER: 'oidc',
      OIDC_ISSUER: fake.told.url,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_TRANSACTION_SECRET: 'story-transaction-secret-of-32-or-more',
    },
    farSide: () => fake.farSide<GuestBook>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}
