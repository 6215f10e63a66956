import { type Attempt, type Call, DriverFailure, invalidResponse, type Kit } from '@patchbay/core';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import {
  type FlowRules,
  type ProviderMetadata,
  type TokenAnswer,
  toProviderMetadata,
} from '../../src/index.ts';

/** Settings of the adapter: the rules, and how the client proves itself. */
export interface OidcOptions {
  readonly rules: FlowRules;
  readonly clientSecret: string;
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number().optional(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  scope: z.string().optional(),
});

/** Requests to a provider over oauth4webapi, through core's transport. */
export class OidcClient {
  readonly own: oauth.Client;
  readonly proof: oauth.ClientAuth;
  readonly fetch: (url: string, init: object) => Promise<Response>;
  readonly #rules: FlowRules;
  #server: oauth.AuthorizationServer | undefined;

  constructor({ rules, clientSecret }: OidcOptions, { transport }: Kit) {
    this.own = { client_id: rules.clientId };
    this.proof = oauth.ClientSecretBasic(clientSecret);
    this.#rules = rules;
    this.fetch = async (url, init) => capped(await transport.fetch(url, { ...init }));
  }

  optionsOf({ headers, signal }: Attempt) {
    return {
      headers: { ...headers },
      signal,
      [oauth.customFetch]: this.fetch,
      [oauth.allowInsecureRequests]: true,
    };
  }

  async discover(attempt: Attempt): Promise<ProviderMetadata> {
    const response = await oauth.discoveryRequest(new URL(this.#rules.issuer), this.optionsOf(attempt));
    const metadata = toProviderMetadata(await readJson(response), this.#rules);
    const { raw: _, ...server } = metadata;
    this.#server = server;
    return metadata;
  }

  async server(call: Call): Promise<oauth.AuthorizationServer> {
    if (this.#server !== undefined) return this.#server;
    const { raw: _, ...server } = await call.step('discover', 'safe', (attempt) => this.discover(attempt));
    return server;
  }

  async grant(
    call: Call,
    grantType: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<TokenAnswer> {
    const server = await this.server(call);
    return call.step('tokens', 'never', async (attempt) => {
      const options = this.optionsOf(attempt);
      const response = await oauth.genericTokenEndpointRequest(
        server,
        this.own,
        this.proof,
        grantType,
        { ...parameters },
        options,
      );
      const body = tokenSchema.parse(await readJson(response));
      return {
        accessToken: body.access_token,
        tokenType: body.token_type,
        ...(body.expires_in !== undefined && { expiresInSeconds: body.expires_in }),
        ...(body.refresh_token !== undefined && { refreshToken: body.refresh_token }),
        ...(body.id_token !== undefined && { idToken: body.id_token }),
        ...(body.scope !== undefined && { scopes: body.scope.split(' ') }),
      };
    });
  }
}

const longestAnswer = 1024 * 1024;

/** A stranger must not fill the memory. */
async function capped(response: Response): Promise<Response> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longestAnswer) throw invalidResponse('The answer is larger than 1 MiB.');
    chunks.push(chunk);
  }
  const { status, headers } = response;
  const isEmpty = chunks.length === 0;
  return new Response(isEmpty ? null : new Blob(chunks), { status, headers });
}

export async function readJson(response: Response): Promise<unknown> {
  await readEmpty(response);
  if (!/json/.test(response.headers.get('content-type') ?? ''))
    throw invalidResponse('The answer is no JSON.');
  return response.json();
}

export async function readEmpty(response: Response): Promise<void> {
  if (response.status === 200) return;
  if (response.status >= 500)
    throw new DriverFailure({ code: 'provider_unavailable', message: `Status ${response.status}.` });
  if (response.status < 400) throw invalidResponse(`The answer has the status ${response.status}.`);
  const body = z.object({ error: z.string() }).safeParse(await response.json().catch(() => undefined));
  if (!body.success) throw invalidResponse(`The answer has the status ${response.status}.`);
  throw new DriverFailure({ ...toRefusal(body.data.error), message: `oauth:${body.data.error}` });
}

function toRefusal(error: string) {
  if (error === 'invalid_client') return { code: 'provider_auth_failed', reason: 'client_refused' } as const;
  if (error === 'invalid_grant') return { code: 'unauthenticated', reason: 'grant_invalid' } as const;
  if (error === 'invalid_token') return { code: 'unauthenticated', reason: 'token_revoked' } as const;
  return { code: 'invalid_request', reason: 'parameter_invalid' } as const;
}
