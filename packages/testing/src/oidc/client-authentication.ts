import { type Incoming, OAuthError, optional, refuseRepeated } from './http.ts';
import type { ProviderState } from './state.ts';
import type { OpenidClient } from './types.ts';

/** Who calls: RFC 6749 §2.3.1, by one way at a time. Public clients name themselves. */
export function authenticateClient(state: ProviderState, { headers, parameters }: Incoming): OpenidClient {
  refuseRepeated(parameters);
  const basic = readBasic(headers.get('authorization'));
  if (basic && parameters.has('client_secret')) {
    throw new OAuthError('invalid_request', 'The client proves itself in two ways at once.');
  }
  const id = basic?.id ?? optional(parameters, 'client_id');
  const secret = basic?.secret ?? optional(parameters, 'client_secret');
  const client = state.clients.get(id ?? '');
  if (!client || client.secret !== secret) {
    throw new OAuthError('invalid_client', 'The client is unknown, or its secret is wrong.', { status: 401 });
  }
  if (basic && parameters.has('client_id') && parameters.get('client_id') !== client.id) {
    throw new OAuthError('invalid_request', 'client_id is that of another client.');
  }
  return client;
}

/** For endpoints where a public client proves nothing. */
export function requireConfidential({ secret }: OpenidClient): void {
  if (secret === undefined)
    throw new OAuthError('invalid_client', 'A client without a secret may not.', { status: 401 });
}

/** Both halves are form-encoded before they are joined: RFC 6749 §2.3.1. */
function readBasic(header: string | null): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic +(.*)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = decodeBase64(encoded).split(':').map(formDecode);
  return { id, secret: rest.join(':') };
}

/** What is no Base64 names no client. */
function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

function formDecode(text: string): string {
  return new URLSearchParams(`value=${text}`).get('value') ?? '';
}
