import { fieldsOf } from '@patchbay/core/conformance';
import type { StrictnessCase } from '../../lenient.ts';
import { type BareWire, issuer, told } from '../bare-wire.ts';

const discovery = '/.well-known/openid-configuration';

/** What the provider publishes of itself. */
export const publishedCases: readonly StrictnessCase[] = [
  told('discovery.is_json', 'The document is JSON.', 'application/json', async ({ get }) =>
    typeOf(await get(discovery)),
  ),
  told('discovery.issuer', 'The document names the issuer, to the character.', issuer, async (wire) => {
    return String((await document(wire))['issuer']);
  }),
  told('discovery.own_endpoints', 'Every endpoint is at the issuer.', '[]', async (wire) => {
    const endpoints = Object.entries(await document(wire)).filter(([name]) => /_(endpoint|uri)$/.test(name));
    const foreign = endpoints.filter(([, url]) => !String(url).startsWith(`${issuer}/`));
    return JSON.stringify(endpoints.length === 0 ? 'no endpoints' : foreign);
  }),
  told('discovery.s256_only', 'Only S256 is offered.', '["S256"]', async (wire) => {
    return JSON.stringify((await document(wire))['code_challenge_methods_supported']);
  }),
  told(
    'discovery.signed_only',
    'Only what is signed with a key pair is offered.',
    '["ES256"]',
    async (wire) => {
      return JSON.stringify((await document(wire))['id_token_signing_alg_values_supported']);
    },
  ),
  told('discovery.promises_an_issuer', 'The answer’s issuer is promised.', 'true', async (wire) => {
    return String((await document(wire))['authorization_response_iss_parameter_supported']);
  }),
  told('keys.are_json', 'The key set is JSON.', 'application/json', async ({ get }) =>
    typeOf(await get('/jwks')),
  ),
  told(
    'keys.are_public',
    'No private key is published.',
    '["alg","crv","kid","kty","use","x","y"]',
    async ({ get }) => {
      const { keys } = fieldsOf(await (await get('/jwks')).json());
      return JSON.stringify(Object.keys(fieldsOf([keys].flat()[0])).toSorted());
    },
  ),
  told('keys.may_be_kept', 'The key set says how long it holds.', 'public, max-age=600', async ({ get }) => {
    return (await get('/jwks')).headers.get('cache-control') ?? 'nothing';
  }),
  told('keys.are_read', 'The key set is not written.', '405 invalid_request', ({ post }) =>
    post('/jwks', {}),
  ),
];

async function document({ get }: BareWire): Promise<Readonly<Record<string, unknown>>> {
  return fieldsOf(await (await get(discovery)).json());
}

function typeOf({ headers }: Response): string {
  return headers.get('content-type')?.split(';')[0] ?? 'nothing';
}
