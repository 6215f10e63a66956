import type { JsonObject, TokenDraft, Workbench } from '../alteration.ts';
import { type Attack, attack, type Surface } from './attack.ts';
import { otherSubject } from './claims.ts';

const logoutEvent = { 'http://schemas.openid.net/event/backchannel-logout': {} };

/** Honest things in the wrong place: tokens of another kind, and answers about another user. */
export const swapAttacks = {
  access_token_as_id_token: instead('id', 'an access token as id token, for the client itself', {
    breaks: 'RFC 8725 §3.12',
    typ: 'at+jwt',
    claims: (_, { client }) => ({ client_id: client.id, scope: 'openid', jti: crypto.randomUUID() }),
  }),
  id_token_as_access_token: instead('access', 'an id token as access token, for the API', {
    breaks: 'RFC 9068 §4, §5',
    typ: 'JWT',
    claims: ({ client_id }) => ({
      ...absent('client_id', 'scope', 'jti'),
      azp: client_id,
      nonce: 'nonce',
      at_hash: 'AAAAAAAAAAAAAAAAAAAAAA',
    }),
  }),
  logout_token_as_id_token: instead('id', 'a logout token as id token', {
    breaks: 'Back-Channel Logout §2.4, §4',
    typ: 'logout+jwt',
    claims: () => ({ ...absent('nonce', 'at_hash'), jti: crypto.randomUUID(), events: logoutEvent }),
  }),
  id_token_as_logout_token: instead('logout', 'an id token as logout token', {
    breaks: 'Back-Channel Logout §2.6 (6), (7)',
    typ: 'JWT',
    claims: () => ({ ...absent('events', 'jti'), nonce: 'nonce' }),
  }),
  logout_token_with_nonce: instead('logout', 'a logout token with a nonce', {
    breaks: 'Back-Channel Logout §2.6 (7)',
    claims: () => ({ nonce: 'nonce' }),
  }),
  logout_token_without_events: instead('logout', 'a logout token without events', {
    breaks: 'Back-Channel Logout §2.6 (6)',
    claims: () => absent('events'),
  }),
  logout_token_about_nobody: instead('logout', 'a logout token without sub and sid', {
    breaks: 'Back-Channel Logout §2.6 (5)',
    claims: () => absent('sub', 'sid'),
  }),
  userinfo_of_another: attack(
    { what: 'userinfo about another user', breaks: 'OpenID Connect Core §5.3.2', where: ['userinfo'] },
    { userinfo: (claims, workbench) => ({ ...claims, sub: otherSubject(claims, workbench) }) },
  ),
  refresh_for_another: attack(
    {
      what: 'a refresh that answers with an id token of another user',
      breaks: 'OpenID Connect Core §12.2',
      where: ['token_response'],
    },
    { draft: toAnotherAfterRefresh },
  ),
  missing_id_token: inResponse(
    'no id token',
    'OpenID Connect Core §3.1.3.3',
    ({ id_token: _idToken, ...rest }) => rest,
  ),
  unknown_token_type: inResponse('a token type that nobody knows', 'RFC 6749 §7.1', (body) => ({
    ...body,
    token_type: 'urn:test:unknown',
  })),
} satisfies Record<string, Attack>;

interface Disguise {
  readonly breaks: string;
  readonly typ?: string;
  /** What changes; `undefined` takes a claim away. */
  readonly claims: (claims: JsonObject, draft: TokenDraft) => JsonObject;
}

function instead(kind: TokenDraft['kind'], what: string, { breaks, typ, claims }: Disguise): Attack {
  const where: readonly Surface[] = [`${kind}_token`];
  const disguise = (honest: TokenDraft): TokenDraft => ({
    ...honest,
    header: { ...honest.header, ...(typ && { typ }) },
    claims: { ...honest.claims, ...claims(honest.claims, honest) },
  });
  return attack(
    { what, breaks, where },
    { draft: (honest) => (honest.kind === kind ? disguise(honest) : honest) },
  );
}

function absent(...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function inResponse(what: string, breaks: string, tokens: (body: JsonObject) => JsonObject): Attack {
  return attack({ what: `a token response with ${what}`, breaks, where: ['token_response'] }, { tokens });
}

function toAnotherAfterRefresh(draft: TokenDraft, workbench: Workbench): TokenDraft {
  if (draft.kind !== 'id' || draft.grantType !== 'refresh_token') return draft;
  return { ...draft, claims: { ...draft.claims, sub: otherSubject(draft.claims, workbench) } };
}
