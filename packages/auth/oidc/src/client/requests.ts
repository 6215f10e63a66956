import type { ProviderMetadata } from '@patchbay/auth';
import type { AuthorizationServer } from 'oauth4webapi';
import type { GrantRequest, Parameters } from '../request.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { OidcClient, Sender } from './client.ts';

/** Asks for the provider's public keys. */
export async function requestKeys(
  client: OidcClient,
  { jwks_uri: url }: ProviderMetadata,
  sender: Sender,
): Promise<Answer> {
  const { headers, signal, [client.library.customFetch]: send } = client.optionsOf(sender);
  return readAnswer(
    await send(url, { headers: { accept: 'application/json', ...headers }, signal, redirect: 'manual' }),
  );
}

/** Asks the token endpoint. */
export async function requestTokens(
  { library, client, proofAt, optionsOf }: OidcClient,
  provider: ProviderMetadata,
  { grantType, parameters }: GrantRequest,
  sender: Sender,
): Promise<Answer> {
  const proof = proofAt(provider, 'token_endpoint');
  const form = { ...parameters };
  return readAnswer(
    await library.genericTokenEndpointRequest(
      serverOf(provider),
      client,
      proof,
      grantType,
      form,
      optionsOf(sender),
    ),
  );
}

/** Ends a token. */
export async function requestRevocation(
  { library, client, proofAt, optionsOf }: OidcClient,
  provider: ProviderMetadata,
  { token = '', ...additionalParameters }: Parameters,
  sender: Sender,
): Promise<Answer> {
  const proof = proofAt(provider, 'revocation_endpoint');
  const options = { ...optionsOf(sender), additionalParameters };
  return readAnswer(await library.revocationRequest(serverOf(provider), client, proof, token, options));
}

/** Asks for a profile. */
export async function requestUserInfo(
  { library, client, optionsOf }: OidcClient,
  provider: ProviderMetadata,
  accessToken: string,
  sender: Sender,
): Promise<Answer> {
  return readAnswer(
    await library.userInfoRequest(serverOf(provider), client, accessToken, optionsOf(sender)),
  );
}

/** Starts a device's sign-in. */
export async function requestDevice(
  { library, client, proofAt, optionsOf }: OidcClient,
  provider: ProviderMetadata,
  form: Parameters,
  sender: Sender,
): Promise<Answer> {
  const proof = proofAt(provider, 'device_authorization_endpoint');
  const options = optionsOf(sender);
  return readAnswer(
    await library.deviceAuthorizationRequest(serverOf(provider), client, proof, { ...form }, options),
  );
}

/** The same as the library takes it. */
function serverOf(provider: ProviderMetadata): AuthorizationServer {
  const { raw: _, ...server } = provider;
  return server;
}
