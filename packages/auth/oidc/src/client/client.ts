import { type ProviderMetadata, toProviderMetadata } from '@patchbay/auth';
import { type Attempt, type Kit, reveal } from '@patchbay/core';
import type * as oauth from 'oauth4webapi';
import type { OidcAuthOptions } from '../options.ts';
import { fromJson } from '../response.ts';
import { readAnswer } from './answer.ts';
import { type ProofAt, proofs } from './proof.ts';

/** What binds a request to its attempt. */
export type Sender = Pick<Attempt, 'headers' | 'signal'>;

/** oauth4webapi, set up for one application at its provider. */
export interface OidcClient {
  /** The library itself: `library.introspectionRequest(server, client, proof, token, optionsOf(attempt))`. */
  readonly library: typeof oauth;
  readonly client: oauth.Client;
  /** Whether the application has a secret. */
  readonly isConfidential: boolean;
  /** How it proves itself at an endpoint of the provider. */
  readonly proofAt: ProofAt;
  /** Options that send a request of the library through our transport. */
  optionsOf(sender: Sender): RequestOptions;
  /** What the provider published of itself; `undefined` until it is discovered, and again a day later. */
  published(): ProviderMetadata | undefined;
  /** Reads it, with one request. */
  discover(sender: Sender): Promise<ProviderMetadata>;
}

/** Options of the library's functions. */
export interface RequestOptions {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly [oauth.customFetch]: (url: string, init: object) => Promise<Response>;
  readonly [oauth.allowInsecureRequests]: boolean;
}

const keptMs = 24 * 3600_000;

/** Loads oauth4webapi and sets it up. */
export async function loadClient(options: OidcAuthOptions, { transport, clock }: Kit): Promise<OidcClient> {
  const library = await import('oauth4webapi');
  const { issuer, clientId, clientSecret, endpointOrigins = [] } = options;
  const optionsOf = ({ headers, signal }: Sender): RequestOptions => ({
    headers: { ...headers },
    signal,
    [library.customFetch]: (url, init) => transport.fetch(url, init),
    [library.allowInsecureRequests]: issuer.startsWith('http:'), // the schema lets that pass on loopback alone
  });
  let kept: { readonly metadata: ProviderMetadata; readonly until: number } | undefined;
  return {
    library,
    client: { client_id: clientId },
    isConfidential: clientSecret !== undefined,
    proofAt: proofs(library, clientSecret === undefined ? undefined : reveal(clientSecret)),
    optionsOf,
    published: () => (kept !== undefined && clock.monotonic() < kept.until ? kept.metadata : undefined),
    async discover(sender) {
      const response = await library.discoveryRequest(new URL(issuer), optionsOf(sender));
      const metadata = toProviderMetadata(fromJson(await readAnswer(response)), { issuer, endpointOrigins });
      kept = { metadata, until: clock.monotonic() + keptMs };
      return metadata;
    },
  };
}
