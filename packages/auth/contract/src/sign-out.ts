import { type CallOptions, type DriverFailure, isDriverFailure, reveal } from '@patchbay/core';
import { readWebhook, type WebhookInput } from '@patchbay/core/webhook';
import { optionalText } from './claims.ts';
import type { AuthMethods } from './contract.ts';
import { assertTrait, type CheckedToken, type Engine } from './engine.ts';
import type { authReasons } from './reasons.ts';
import { refused } from './refused.ts';
import type { BackChannelLogout, BeginSignOut, SignOutStart } from './sign-in-types.ts';

/** Signing out, also at the provider. */
export function signOutMethods(engine: Engine): AuthMethods['signOut'] {
  return {
    begin: (input = {}, options = {}) => begin(engine, input, options),
    receive: (input, options = {}) => receive(engine, input, options),
  };
}

/** OpenID Connect RP-Initiated Logout §2. */
async function begin(
  engine: Engine,
  { idToken, state }: BeginSignOut,
  options: CallOptions,
): Promise<SignOutStart> {
  if (!engine.has('sign_out')) return { kind: 'local_only' };
  const { end_session_endpoint: endpoint } = await engine.metadata(options);
  if (endpoint === undefined) return { kind: 'local_only' };
  const { clientId, signedOutUri } = engine.rules;
  const url = new URL(endpoint);
  url.searchParams.set('client_id', clientId);
  if (idToken !== undefined) url.searchParams.set('id_token_hint', reveal(idToken));
  if (signedOutUri !== undefined) url.searchParams.set('post_logout_redirect_uri', signedOutUri);
  if (state !== undefined) url.searchParams.set('state', state);
  return { kind: 'redirect', url: url.href };
}

const longestBody = 64 * 1024;

/** OpenID Connect Back-Channel Logout §2.5, §2.6. */
async function receive(
  engine: Engine,
  input: WebhookInput,
  options: CallOptions,
): Promise<BackChannelLogout> {
  assertTrait(engine, 'sign_out.back_channel');
  const { headers, body } = await readWebhook(input, longestBody);
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? '');
  const [text, another] = new URLSearchParams(new TextDecoder().decode(body)).getAll('logout_token');
  if (!isForm || text === undefined || another !== undefined) {
    throw refused('webhook_rejected', 'payload_malformed', 'This is no form with one logout_token.');
  }
  try {
    const { clientId } = engine.rules;
    return toLogout(engine, await engine.check(text, { kind: 'logout', audience: [clientId] }, options));
  } catch (error) {
    throw isDriverFailure(error) ? asRejection(error) : error;
  }
}

function toLogout(engine: Engine, { subject, claims }: CheckedToken): BackChannelLogout {
  const [sessionId, tokenId] = [optionalText(claims, 'sid'), optionalText(claims, 'jti')];
  if (tokenId === undefined || (subject === undefined && sessionId === undefined)) {
    throw refused(
      'webhook_rejected',
      'payload_malformed',
      'The logout token lacks jti, or both sub and sid.',
    );
  }
  return {
    issuer: engine.rules.issuer,
    ...(subject !== undefined && { subject }),
    ...(sessionId !== undefined && { sessionId }),
    tokenId,
  };
}

type Rejection = (typeof authReasons)['webhook_rejected'][number];

const rejections: Readonly<Record<string, Rejection>> = {
  algorithm_refused: 'webhook_signature_invalid',
  key_refused: 'webhook_signature_invalid',
  key_unknown: 'webhook_signature_invalid',
  signature_invalid: 'webhook_signature_invalid',
  token_expired: 'timestamp_outside_tolerance',
  token_not_yet_valid: 'timestamp_outside_tolerance',
  token_too_large: 'too_large',
};

/** What is wrong with a token, as a webhook says it. */
function asRejection(error: DriverFailure): DriverFailure {
  const { code, reason = '', message = '' } = error.failure;
  if (code !== 'unauthenticated') return error;
  return refused('webhook_rejected', rejections[reason] ?? 'payload_malformed', message);
}
