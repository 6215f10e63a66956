import type { ParsedToken } from './jwt.ts';
import { refused, unauthenticated } from './refused.ts';

/** What the claims of a token must say, whatever else was checked. */
export interface ClaimRules {
  readonly kind: 'id' | 'access' | 'logout';
  readonly issuer: string;
  readonly clientId: string;
  /** One of them must be in the token's audience. */
  readonly audience: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly skewSeconds: number;
  readonly maxAgeSeconds?: number | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** The claims that every kind has, with their types checked. */
export interface CheckedClaims {
  /** Absent in a logout token about a session alone. */
  readonly subject: string | undefined;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  readonly issuedAt: Date;
}

type Claims = ParsedToken['claims'];

/**
 * Holds a token whose signature is right to what it must say.
 * @throws `DriverFailure` `unauthenticated` with its reason, `access_denied` (`scope_missing`).
 */
export function checkClaims(token: ParsedToken, rules: ClaimRules): CheckedClaims {
  const { claims } = token;
  assertKind(token, rules);
  if (requiredText(claims, 'iss') !== rules.issuer) {
    throw unauthenticated('issuer_mismatch', 'The token is of another issuer.');
  }
  const subject = rules.kind === 'logout' ? optionalText(claims, 'sub') : requiredText(claims, 'sub');
  const audience = listOf(claims, 'aud') ?? missing('aud');
  assertAudience(claims, audience, rules);
  const times = checkTimes(claims, rules);
  const scopes = scopesOf(claims);
  const lacking = rules.scopes?.filter((scope) => !scopes.includes(scope)) ?? [];
  if (lacking.length > 0) {
    throw refused('access_denied', 'scope_missing', `The token was not granted ${lacking.join(', ')}.`);
  }
  return { subject, audience, scopes, ...times };
}

/** A claim that is text, where it is there. */
export function optionalText(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  if (value === undefined || typeof value === 'string') return value;
  throw unauthenticated('token_malformed', `Its ${name} is no text.`);
}

function requiredText(claims: Claims, name: string): string {
  return optionalText(claims, name) || missing(name);
}

const types: Readonly<Record<ClaimRules['kind'], readonly (string | undefined)[]>> = {
  id: [undefined, 'jwt'],
  access: [undefined, 'jwt', 'at+jwt'],
  logout: [undefined, 'jwt', 'logout+jwt'],
};

/** Tokens of one kind never count as another: by type, by what only one kind has, and by vendors' own marks. */
function assertKind({ type, claims }: ParsedToken, { kind, audience, clientId }: ClaimRules): void {
  const has = (...names: readonly string[]): boolean => names.some((name) => Object.hasOwn(claims, name));
  const mismatch = (): boolean => {
    if (!types[kind].includes(type)) return true;
    if (has('events') !== (kind === 'logout')) return true;
    if (kind === 'logout') return has('nonce') || !hasLogoutEvent(claims['events']);
    // Cognito says `token_use`, Keycloak a claim `typ`.
    const own = [claims['token_use'], claims['typ']].map((mark) => String(mark).toLowerCase());
    if (kind === 'id') return own.some((mark) => ['access', 'bearer', 'refresh', 'logout'].includes(mark));
    if (own.some((mark) => ['id', 'refresh', 'logout'].includes(mark))) return true;
    if (type === 'at+jwt') return false;
    if (has('nonce', 'at_hash', 'c_hash')) return true;
    // An id token is for the application too: without a mark of an access token it could be one.
    const isMarked =
      has('scope', 'scp', 'client_id') || own.some((mark) => ['access', 'bearer'].includes(mark));
    return audience.includes(clientId) && !isMarked;
  };
  if (mismatch()) throw unauthenticated('token_kind_mismatch', `The token is not one of the kind ${kind}.`);
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

function hasLogoutEvent(events: unknown): boolean {
  return typeof events === 'object' && events !== null && Object.hasOwn(events, logoutEvent);
}

/** OpenID Connect Core §3.1.3.7 (3) to (5). */
function assertAudience(claims: Claims, audience: readonly string[], rules: ClaimRules): void {
  if (!rules.audience.some((own) => audience.includes(own))) {
    throw unauthenticated('audience_mismatch', 'The token is for somebody else.');
  }
  if (rules.kind !== 'id') return;
  const party = optionalText(claims, 'azp');
  if ((party ?? (audience.length > 1 ? undefined : rules.clientId)) !== rules.clientId) {
    throw unauthenticated('audience_mismatch', 'The token was issued to another application (azp).');
  }
}

function checkTimes(claims: Claims, rules: ClaimRules): Pick<CheckedClaims, 'expiresAt' | 'issuedAt'> {
  const now = rules.now / 1000;
  const { skewSeconds: skew } = rules;
  const expiry = secondsOf(claims, 'exp') ?? missing('exp');
  const issued = secondsOf(claims, 'iat') ?? missing('iat');
  if (expiry + skew <= now) throw unauthenticated('token_expired', 'The token has expired.');
  const begin = Math.max(issued, secondsOf(claims, 'nbf') ?? issued);
  if (begin - skew > now) throw unauthenticated('token_not_yet_valid', 'The token is not valid yet.');
  if (rules.maxAgeSeconds !== undefined) {
    const proved = secondsOf(claims, 'auth_time') ?? missing('auth_time');
    if (proved + rules.maxAgeSeconds + skew < now) {
      throw unauthenticated('authentication_too_old', 'The person proved who they are too long ago.');
    }
  }
  return { expiresAt: new Date(expiry * 1000), issuedAt: new Date(issued * 1000) };
}

const latest = 8.64e12; // beyond it there is no `Date`

function secondsOf(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= latest) return value;
  throw unauthenticated('token_malformed', `Its ${name} is no time in seconds.`);
}

/** One text, or a list of texts. */
function listOf(claims: Claims, name: string): readonly string[] | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length === list.length && texts.length > 0) return texts;
  throw unauthenticated('token_malformed', `Its ${name} is no text, and no list of texts.`);
}

/** `scope` of RFC 9068; Okta and Microsoft say `scp`. */
function scopesOf(claims: Claims): readonly string[] {
  const texts = listOf(claims, 'scope') ?? listOf(claims, 'scp') ?? [];
  return texts.flatMap((text) => text.split(' ')).filter(Boolean);
}

function missing(name: string): never {
  throw unauthenticated('claim_missing', `The token lacks ${name}.`);
}
