import { DriverFailure } from '@patchbay/core';
import { readWebhook } from '@patchbay/core/webhook';
import { refused, unauthenticated } from './refused.ts';

/** What the browser brought back. */
export interface Callback {
  readonly state: string;
  readonly issuer: string | undefined;
  readonly answer: { readonly code: string } | { readonly error: string };
}

const longestForm = 64 * 1024;

/**
 * Reads the request that the browser comes back with: a query, or a form.
 * @throws `DriverFailure` `unauthenticated` (`callback_invalid`, `state_mismatch`).
 */
export async function readCallback(request: Request): Promise<Callback> {
  const parameters = await readParameters(request);
  for (const name of ['state', 'code', 'error', 'iss']) {
    // Readers differ in which of two values counts: RFC 6749 §3.1 forbids the second.
    if (parameters.getAll(name).length > 1) throw invalid(`The parameter ${name} came twice.`);
  }
  const state = parameters.get('state') || undefined;
  if (state === undefined) throw unauthenticated('state_mismatch', 'The callback has no state.');
  const [code, error] = [parameters.get('code') || undefined, parameters.get('error') || undefined];
  const issuer = parameters.get('iss') ?? undefined;
  if (error !== undefined) return { state, issuer, answer: { error } };
  if (code === undefined) throw invalid('The callback has neither a code nor an error.');
  return { state, issuer, answer: { code } };
}

async function readParameters(request: Request): Promise<URLSearchParams> {
  if (request.method === 'GET') return new URL(request.url).searchParams;
  const type = request.headers.get('content-type') ?? '';
  if (request.method !== 'POST' || !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw invalid('The callback is neither a GET nor a form.');
  }
  try {
    const { body } = await readWebhook(request, longestForm);
    return new URLSearchParams(new TextDecoder().decode(body));
  } catch {
    throw invalid(`The form was read before, or is larger than ${longestForm} bytes.`);
  }
}

function invalid(message: string): DriverFailure {
  return unauthenticated('callback_invalid', message);
}

const notSignedIn = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);

/** What the provider's refusal in a callback means. Its own text is a stranger's: it is not repeated. */
export function toRefusal(error: string): DriverFailure {
  if (error === 'access_denied') {
    return refused('access_denied', 'consent_denied', 'The person or the provider refused.');
  }
  if (notSignedIn.has(error)) {
    return refused(
      'access_denied',
      'login_required',
      'The provider has to ask the person, and prompt forbade it.',
    );
  }
  if (error === 'unauthorized_client') {
    return refused('provider_auth_failed', 'client_refused', 'The provider refuses this application.');
  }
  if (error === 'temporarily_unavailable') {
    return new DriverFailure({
      code: 'provider_unavailable',
      message: 'The provider cannot sign in at present.',
    });
  }
  if (error === 'server_error') {
    return new DriverFailure({ code: 'provider_error', message: 'The provider failed during the sign-in.' });
  }
  return refused('invalid_request', 'parameter_invalid', 'The provider refused the authorization request.');
}
