import type { KoaContextWithOIDC } from 'oidc-provider';
import * as z from 'zod';
import { digestOf } from './ids.ts';
import type { Ledger } from './ledger.ts';

const tokenAnswer = z.object({
  access_token: z.string(),
  id_token: z.string().exactOptional(),
  refresh_token: z.string().exactOptional(),
});

/** What the token endpoint has just handed out. */
export type IssuedAnswer = z.infer<typeof tokenAnswer>;

export function readIssued({ body }: KoaContextWithOIDC): IssuedAnswer {
  return tokenAnswer.parse(body);
}

const times = z.object({ iat: z.number(), exp: z.number() });

/**
 * Remembers a person's signed access token under its digest. oidc-provider forgets signed ones as soon as they are
 * issued, and then neither shows a profile for them nor revokes them; under the digest it knows them as opaque ones.
 */
export function keepAccessToken(
  ledger: Ledger,
  { oidc }: KoaContextWithOIDC,
  { access_token: text }: IssuedAnswer,
) {
  const { AccessToken: token } = oidc.entities;
  if (token?.accountId === undefined) return;
  const id = digestOf(text);
  const { accountId, clientId, grantId, gty, scope, claims, sid, sessionUid, expiresWithSession } = token;
  const known = { accountId, clientId, grantId, gty, scope, claims, sid, sessionUid, expiresWithSession };
  const payload = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const { iat, exp } = times.parse(JSON.parse(atob(toBase64(text.split('.')[1] ?? ''))));
  ledger.put({ model: 'AccessToken', id, payload: { ...payload, kind: 'AccessToken', jti: id, iat, exp } });
}

function toBase64(base64url: string): string {
  return base64url.replaceAll('-', '+').replaceAll('_', '/');
}

/** The authorization header with the digest of its token; `undefined` without one. */
export function withKnownBearer(authorization: string | null): string | undefined {
  const [, text] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return text === undefined ? undefined : `Bearer ${digestOf(text)}`;
}

/** The form with the digest of its token, where that is a signed one. */
export function withKnownToken(form: string): string {
  const fields = new URLSearchParams(form);
  const token = fields.get('token') ?? '';
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) fields.set('token', digestOf(token));
  return fields.toString();
}
