import type { Incoming } from './http.ts';
import { json } from './http.ts';
import { scopeClaims } from './scope-claims.ts';
import type { ProviderState } from './state.ts';

export async function discovery(state: ProviderState): Promise<Response> {
  const { algorithm } = await state.signingKey();
  const document = metadata(state, algorithm);
  return json(state.alteration.metadata?.(document, state) ?? document);
}

export async function jwks(state: ProviderState, { signal }: Incoming): Promise<Response> {
  const outage = await state.keys.outage(signal);
  if (outage) return outage;
  const published = await state.keys.published();
  const keys = (await state.alteration.jwks?.(published, state)) ?? published;
  return json({ keys }, { headers: { 'cache-control': `public, max-age=${state.jwksMaxAge}` } });
}

function metadata({ issuer, url, scopes }: ProviderState, algorithm: string): Record<string, unknown> {
  const clientAuthentication = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    authorization_endpoint: url('authorize'),
    token_endpoint: url('token'),
    userinfo_endpoint: url('userinfo'),
    jwks_uri: url('jwks'),
    revocation_endpoint: url('revocation'),
    introspection_endpoint: url('introspection'),
    device_authorization_endpoint: url('device_authorization'),
    end_session_endpoint: url('end_session'),
    scopes_supported: scopes,
    claims_supported: ['sub', 'iss', 'aud', 'auth_time', ...Object.values(scopeClaims).flat()],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    token_endpoint_auth_methods_supported: [...clientAuthentication, 'none'],
    revocation_endpoint_auth_methods_supported: [...clientAuthentication, 'none'],
    introspection_endpoint_auth_methods_supported: clientAuthentication,
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  };
}
