import { type CallOptions, type Kit, reveal, Secret, type SecretInput, underOperation } from '@patchbay/core';
import { digestText } from './bytes.ts';
import type { AuthBase, AuthMethods } from './contract.ts';
import type { ClientCredentials } from './flow.ts';
import { unlessAborted } from './kept.ts';
import { type Grant, TokenCache } from './token-source-cache.ts';
import { authorizedFetch } from './token-source-fetch.ts';
import { assertOptions } from './token-source-options.ts';
import { type SharedReader, sharedReader, type TokenState } from './token-source-shared.ts';

/** What tokens of the application itself are for, and where they are kept. */
export interface TokenSourceOptions extends ClientCredentials {
  /** How long before its end a token is renewed, in milliseconds; never more than half its life. Default: 60 000. */
  readonly skewMs?: number;
  /** Shares one token among all processes. Without it, each process has its own. */
  readonly shared?: SharedTokens;
  /**
   * The only origins to which `fetch` sends the token, for example `['https://api.example.com']`. Default: that of each
   * URL that you give it, by https, or by http on this machine.
   */
  readonly origins?: readonly string[];
  /** What `fetch` sends with. Default: that of the platform. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Where a token is kept for all processes, and what seals it there. */
export interface SharedTokens {
  /** Any state with the operations `get` and `cas`. Where it fails, each process asks for a token of its own. */
  readonly state: TokenState;
  /** At least 32 characters. The first of a list seals and all open, so that one can be rotated. */
  readonly sealingKey: SecretInput | readonly SecretInput[];
}

/** Tokens of the application itself, each asked for once and kept until shortly before it ends. */
export interface TokenSource {
  /**
   * The token, in clear: keep it out of what prints. All who ask at once make one request; who gives up ends nobody
   * else’s wait. While a new one cannot be had, the old one is given as long as it is valid.
   * @throws `IntegrationError` as `tokens.clientCredentials` does; `aborted` when the signal says so.
   */
  token(options?: Pick<CallOptions, 'signal'>): Promise<string>;
  /** Gives this token to nobody any more, in this process and where tokens are shared. Another one is left alone. */
  invalidate(token: SecretInput): Promise<void>;
  /**
   * The platform’s `fetch` with the token in `authorization`, to be handed to any client that takes one.
   *
   * After a 401 the token is renewed once for all callers, at most every 5 seconds, and the request is sent again if
   * its body can be; the second 401 is handed back. A redirect is handed back too, so that no other place gets the
   * token.
   * @throws `IntegrationError` as `token` does; `invalid_request` for a URL that the token is not for. What the
   * platform throws is thrown on.
   */
  readonly fetch: typeof globalThis.fetch;
}

/** What a source is built on. */
export interface TokenSourceBase extends Pick<AuthBase, 'integration'> {
  readonly kit: Pick<Kit, 'clock'>;
  /** Whose tokens these are: the same in all processes of the application, and nowhere else. */
  readonly owner: readonly string[];
  readonly clientCredentials: AuthMethods['tokens']['clientCredentials'];
}

const defaultSkewMs = 60_000;
const longestLifeMs = 24 * 3600_000;
const unknownLifeMs = 60_000;

/** See `AuthMethods`. */
export function tokenSource(base: TokenSourceBase, options: TokenSourceOptions): TokenSource {
  assertOptions(base.integration, options);
  const { clock } = base.kit;
  const {
    scopes,
    audience,
    skewMs = defaultSkewMs,
    shared,
    origins,
    fetch: send = globalThis.fetch,
  } = options;
  const input = { ...(scopes !== undefined && { scopes }), ...(audience !== undefined && { audience }) };
  const request = () => requestGrant(base, input);
  const reader: SharedReader =
    shared === undefined
      ? { read: request, drop: async () => undefined }
      : sharedReader({ ...shared, clock, skewMs, request, name: () => nameOf(base, input) });
  const cache = new TokenCache(clock, skewMs, reader);
  const named = <T>(work: () => Promise<T>): Promise<T> =>
    underOperation(base.integration, 'tokens.source', work);
  const token: TokenSource['token'] = ({ signal } = {}) =>
    named(async () => {
      const text = (await unlessAborted(cache.get(), signal)).reveal();
      Secret.passing(text); // it is in use: users’ tokens must not push it out of what is found in printed forms
      return text;
    });
  return {
    token,
    invalidate: (refused) => named(() => cache.refuse(reveal(refused))),
    fetch: authorizedFetch({ token, cache, named, origins, send }),
  };
}

/** Its life is counted from before the request, so that a slow answer shortens it. */
async function requestGrant(
  { kit: { clock }, clientCredentials }: TokenSourceBase,
  input: ClientCredentials,
) {
  const [now, since] = [clock.now(), clock.monotonic()];
  const { accessToken, expiresAt } = await clientCredentials(input);
  const saidMs = expiresAt === undefined ? unknownLifeMs : Number(expiresAt) - clock.now();
  const lifeMs = Math.max(0, Math.min(saidMs, longestLifeMs));
  return { token: accessToken, lifeMs, expiresAt: now + lifeMs, until: since + lifeMs } satisfies Grant;
}

async function nameOf({ owner }: TokenSourceBase, { scopes = [], audience }: ClientCredentials) {
  const asked = [...owner, audience ?? null, ...[...new Set(scopes)].sort()];
  return `token:${await digestText(JSON.stringify(asked))}`;
}
