import type { JsonObject, TokenDraft, Workbench } from '../alteration.ts';
import { type Attack, attack, everyToken, type Surface } from './attack.ts';

const core = 'OpenID Connect Core §3.1.3.7';
const required = 'OpenID Connect Core §2; RFC 9068 §2.2; Back-Channel Logout §2.4';
const hour = 3600;
const idToken: readonly Surface[] = ['id_token'];

/** Rightly signed tokens that say something wrong. */
export const claimAttacks = {
  wrong_nonce: claims('the nonce of another sign-in', `${core} (11)`, idToken, () => ({
    nonce: 'nonce-of-another',
  })),
  missing_nonce: claims('no nonce', `${core} (11)`, idToken, without('nonce')),
  wrong_issuer: claims('another issuer', `${core} (2)`, everyToken, () => ({ iss: 'https://other.test' })),
  almost_same_issuer: claims(
    'the issuer with a slash more or less',
    `${core} (2)`,
    everyToken,
    (_, { issuer }) => ({
      iss: withOtherSlash(issuer),
    }),
  ),
  wrong_audience: claims('the audience of another client', `${core} (3)`, everyToken, () => ({
    aud: 'other-client',
  })),
  several_audiences_without_azp: claims('two audiences and no azp', `${core} (4)`, idToken, ({ aud }) => ({
    aud: [aud, 'other-client'],
  })),
  wrong_azp: claims('an azp that is another client', `${core} (5)`, idToken, () => ({ azp: 'other-client' })),
  wrong_at_hash: claims(
    'the at_hash of another access token',
    'OpenID Connect Core §3.1.3.8',
    idToken,
    () => ({
      at_hash: 'AAAAAAAAAAAAAAAAAAAAAA',
    }),
  ),
  expired: claims('an expiry one hour ago', `${core} (9)`, everyToken, (_, workbench) => ({
    iat: workbench.now() - 2 * hour,
    exp: workbench.now() - hour,
  })),
  issued_in_the_future: claims('a time of issue in one hour', `${core} (10)`, everyToken, (_, workbench) => ({
    iat: workbench.now() + hour,
    exp: workbench.now() + 2 * hour,
  })),
  not_yet_valid: claims('a beginning in one hour', 'RFC 7519 §4.1.5', everyToken, (_, workbench) => ({
    nbf: workbench.now() + hour,
  })),
  missing_issuer: claims('no iss', required, everyToken, without('iss')),
  missing_subject: claims('no sub', required, ['id_token', 'access_token'], without('sub')),
  missing_audience: claims('no aud', required, everyToken, without('aud')),
  missing_expiry: claims('no exp', required, everyToken, without('exp')),
  missing_issue_time: claims('no iat', required, everyToken, without('iat')),
  expiry_as_text: claims('an expiry that is text', 'RFC 7519 §4.1.4', everyToken, ({ exp }) => ({
    exp: String(exp),
  })),
  auth_time_missing: claims(
    'no auth_time, though max_age was sent',
    `${core} (13)`,
    idToken,
    without('auth_time'),
  ),
  auth_time_too_old: claims(
    'a sign-in of last month, against max_age',
    `${core} (13)`,
    idToken,
    (_, { now }) => ({
      auth_time: now() - 30 * 24 * hour,
    }),
  ),
  oversized_token: claims('17 KiB of padding', 'RFC 9110 §17.5', everyToken, () => ({
    padding: 'x'.repeat(17 * 1024),
  })),
  duplicate_claims: payload('a second sub and a second exp', 'RFC 7519 §4', ({ claims }, workbench) =>
    JSON.stringify(claims).replace(/\}$/, `,"sub":"${otherSubject(claims, workbench)}","exp":9999999999}`),
  ),
  deeply_nested_claims: payload('arrays in arrays, 2 000 deep', 'RFC 8259 §9', ({ claims }) =>
    JSON.stringify(claims).replace(/\}$/, `,"nested":${'['.repeat(2000)}${']'.repeat(2000)}}`),
  ),
} satisfies Record<string, Attack>;

/** A claim that a change sets to `undefined` is absent from the token. */
function claims(
  what: string,
  breaks: string,
  where: readonly Surface[],
  change: (claims: JsonObject, workbench: Workbench) => JsonObject,
): Attack {
  const draft = (honest: TokenDraft, workbench: Workbench): TokenDraft =>
    where.includes(`${honest.kind}_token`)
      ? { ...honest, claims: { ...honest.claims, ...change(honest.claims, workbench) } }
      : honest;
  return attack({ what: `a token with ${what}`, breaks, where }, { draft });
}

function payload(
  what: string,
  breaks: string,
  write: (draft: TokenDraft, workbench: Workbench) => string,
): Attack {
  const draft = (honest: TokenDraft, workbench: Workbench): TokenDraft => ({
    ...honest,
    payload: write(honest, workbench),
  });
  return attack({ what: `a token with ${what}`, breaks, where: everyToken }, { draft });
}

function without(name: string): () => JsonObject {
  return () => ({ [name]: undefined });
}

function withOtherSlash(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
}

/** Another user, as somebody who wants to be taken for them would write. */
export function otherSubject({ sub }: JsonObject, { users }: Pick<Workbench, 'users'>): string {
  return users.find((user) => user.subject !== sub)?.subject ?? 'somebody-else';
}
