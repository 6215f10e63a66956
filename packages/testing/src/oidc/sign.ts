import { base64url, CompactSign } from 'jose';
import type { JsonObject, TokenDraft } from './alteration.ts';
import type { SigningAlgorithm, SigningKey } from './keys.ts';
import type { ProviderState } from './state.ts';

const encoder = new TextEncoder();

/** Lets the alteration have its way, signs, and keeps the evidence. */
export async function mint(state: ProviderState, draft: TokenDraft): Promise<string> {
  const { alteration, issued } = state;
  const altered = (await alteration.draft?.(draft, state)) ?? draft;
  const token = await (alteration.sign?.(altered, state) ?? state.sign(altered));
  issued[draft.kind].push({ token, clientId: draft.client.id, claims: altered.claims });
  return token;
}

/** The header names the key, unless the draft names another. */
export function sign(draft: TokenDraft, { kid, algorithm, privateKey }: SigningKey): Promise<string> {
  const header = { ...draft.header, alg: algorithm, kid: draft.header.kid ?? kid };
  const known = Object.fromEntries((header.crit ?? []).map((name) => [name, true]));
  return new CompactSign(payloadOf(draft)).setProtectedHeader(header).sign(privateKey, { crit: known });
}

export function payloadOf({ payload, claims }: TokenDraft): Uint8Array {
  return encoder.encode(payload ?? JSON.stringify(claims));
}

/** One part of a compact token. */
export function part(content: JsonObject | Uint8Array): string {
  return base64url.encode(content instanceof Uint8Array ? content : JSON.stringify(content));
}

/** `at_hash` of OpenID Connect Core §3.1.3.6: the left half of the hash that goes with the algorithm. */
export async function accessTokenHash(accessToken: string, algorithm: SigningAlgorithm): Promise<string> {
  const name = algorithm === 'EdDSA' ? 'SHA-512' : 'SHA-256';
  const digest = new Uint8Array(await crypto.subtle.digest(name, encoder.encode(accessToken)));
  return base64url.encode(digest.subarray(0, digest.length / 2));
}

/** `S256` of RFC 7636 §4.2. */
export async function codeChallenge(verifier: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(verifier))));
}
