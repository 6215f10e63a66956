import { sessionOf } from './authorize.ts';
import { button, form, type Incoming, OAuthError, optional, page, refuseRepeated } from './http.ts';
import type { ProviderState } from './state.ts';

/** OpenID Connect RP-Initiated Logout §2, §3: without a token of the session, the user is asked first. */
export function endSession(state: ProviderState, { headers, parameters }: Incoming): Response {
  refuseRepeated(parameters);
  const hint = readHint(state, parameters);
  const returnTo = readReturnAddress(state, parameters, hint?.clientId);
  const own = sessionOf(state, headers);
  const session = own ?? state.sessions.get(String(hint?.claims['sid']));
  const isProven = hint !== undefined && session?.id === hint.claims['sid'];
  if (session && !isProven && !parameters.has('confirm')) {
    return page(
      'Sign out?',
      form(state.url('end_session'), parameters, button('confirm', 'yes', 'Sign out')),
    );
  }
  if (session) session.ended = true;
  if (returnTo === undefined) return page('Signed out', '');
  return new Response(null, { status: 303, headers: { location: returnTo.href } });
}

type Hint = ProviderState['issued']['id'][number];

/** An id token that this provider issued, expired or not. */
function readHint(state: ProviderState, parameters: URLSearchParams): Hint | undefined {
  const token = optional(parameters, 'id_token_hint');
  if (token === undefined) return undefined;
  const hint = state.issued.id.find((issued) => issued.token === token);
  if (!hint) throw new OAuthError('invalid_request', 'id_token_hint is no id token of this provider.');
  const clientId = optional(parameters, 'client_id') ?? hint.clientId;
  if (clientId !== hint.clientId)
    throw new OAuthError('invalid_request', 'client_id is not that of id_token_hint.');
  return hint;
}

/** Nobody is sent to an address that the client did not register. */
function readReturnAddress(
  state: ProviderState,
  parameters: URLSearchParams,
  hintedClientId: string | undefined,
): URL | undefined {
  const address = optional(parameters, 'post_logout_redirect_uri');
  if (address === undefined) return undefined;
  const client = state.clients.get(hintedClientId ?? optional(parameters, 'client_id') ?? '');
  if (!client?.postLogoutRedirectUris?.includes(address)) {
    throw new OAuthError('invalid_request', 'This post_logout_redirect_uri is not registered.');
  }
  const url = new URL(address);
  const echoed = optional(parameters, 'state');
  if (echoed !== undefined) url.searchParams.set('state', echoed);
  return url;
}
