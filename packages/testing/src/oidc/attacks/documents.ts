import { exportJWK } from 'jose';
import type { JsonObject, Workbench } from '../alteration.ts';
import { page } from '../http.ts';
import { paths } from '../paths.ts';
import { type Attack, attack, type Surface } from './attack.ts';

const twoMebibytes = 'A'.repeat(2 * 1024 * 1024);
const discovery41 = 'OpenID Connect Discovery §4.3';
const mixUp = 'RFC 9700 §4.4; OpenID Connect Discovery §7.2';

type Document = 'discovery' | 'jwks' | 'token';

const surfaceOf = { discovery: 'discovery', jwks: 'jwks', token: 'token_response' } as const satisfies Record<
  Document,
  Surface
>;

/** Lies in the discovery document, the key set and the way answers are sent. */
export const documentAttacks = {
  discovery_other_issuer: metadata('another issuer', discovery41, () => ({ issuer: 'https://other.test' })),
  discovery_almost_same_issuer: metadata('the issuer with a slash more', discovery41, ({ issuer }) => ({
    issuer: `${issuer}/`,
  })),
  discovery_foreign_endpoints: metadata('token endpoint and key set at a stranger', mixUp, () =>
    endpointsAt('https://attacker.test'),
  ),
  discovery_plain_http_endpoints: metadata(
    'token endpoint and key set on plain http',
    'RFC 8414 §2',
    ({ issuer }) =>
      endpointsAt(`http://${issuer.startsWith('https:') ? new URL(issuer).host : 'plain.test'}`),
  ),
  discovery_internal_endpoints: metadata(
    'endpoints inside the network (SSRF)',
    'RFC 9728 §7.7; RFC 8414 §6',
    () => endpointsAt('http://169.254.169.254/latest'),
  ),
  discovery_without_token_endpoint: metadata('no token endpoint', 'OpenID Connect Discovery §3', () => ({
    token_endpoint: undefined,
  })),
  oversized_discovery: metadata('2 MiB of padding', 'RFC 9110 §17.5', () => ({ padding: twoMebibytes })),
  oversized_jwks: keySet('2 MiB of padding', 'RFC 9110 §17.5', async (keys) => [
    ...keys,
    { kty: 'RSA', kid: 'padding', n: twoMebibytes, e: 'AQAB' },
  ]),
  jwks_with_private_key: keySet('the private half of its key', 'RFC 7517 §9.2', async (keys, workbench) => {
    const { kid, privateKey } = await workbench.signingKey();
    const secret = await exportJWK(privateKey);
    return keys.map((key) => (key.kid === kid ? { ...key, ...secret } : key));
  }),
  discovery_redirect: redirect('discovery', 'OpenID Connect Discovery §4.2'),
  jwks_redirect: redirect('jwks', 'RFC 8725 §3.10'),
  token_redirect: redirect('token', 'RFC 9700 §4.12; RFC 6749 §3.2'),
  discovery_html: html('discovery', 'OpenID Connect Discovery §4.2'),
  jwks_html: html('jwks', 'RFC 7517 §8.5'),
  token_html: html('token', 'RFC 6749 §5.1'),
} satisfies Record<string, Attack>;

function metadata(what: string, breaks: string, change: (workbench: Workbench) => JsonObject): Attack {
  return attack(
    { what: `a discovery document with ${what}`, breaks, where: ['discovery'] },
    { metadata: (document, workbench) => ({ ...document, ...change(workbench) }) },
  );
}

type ChangeKeys = Parameters<typeof attack>[1]['jwks'];

function keySet(what: string, breaks: string, jwks: NonNullable<ChangeKeys>): Attack {
  return attack({ what: `a key set with ${what}`, breaks, where: ['jwks'] }, { jwks });
}

/** Who follows ends in the trap, with the real answer, and at the token endpoint with its secrets given away. */
function redirect(document: Document, breaks: string): Attack {
  return attack(
    { what: `a redirect instead of the ${document} answer`, breaks, where: [surfaceOf[document]] },
    {
      intercept: (endpoint, workbench) =>
        endpoint === document ? Response.redirect(workbench.url('trap') + paths[document], 307) : undefined,
    },
  );
}

function html(document: Document, breaks: string): Attack {
  return attack(
    {
      what: `an HTML page with status 200 instead of the ${document} answer`,
      breaks,
      where: [surfaceOf[document]],
    },
    { intercept: (endpoint) => (endpoint === document ? page('Welcome', '') : undefined) },
  );
}

function endpointsAt(root: string): JsonObject {
  return {
    token_endpoint: root + paths.token,
    jwks_uri: root + paths.jwks,
    userinfo_endpoint: root + paths.userinfo,
  };
}
