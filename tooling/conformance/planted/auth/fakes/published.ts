import { fieldsOf } from '@patchbay/core/conformance';
import type { LenientFake } from '../../lenient.ts';
import { heading, lets, type OpenidLenience, pretending, saying } from '../lenient.ts';

const discovery = '/.well-known/openid-configuration';
const asPage = (headers: Headers): void => headers.set('content-type', 'text/html');

/** A provider that publishes what it should not. */
export const publishedFakes: readonly LenientFake[] = [
  lets(
    'discovery-as-page',
    'publishes its document as a page',
    'discovery.is_json',
    heading(discovery, asPage),
  ),
  publishes('issuer-with-slash', 'names itself with a slash more', 'issuer', (all) => ({
    issuer: `${String(all['issuer'])}/`,
  })),
  publishes('keys-elsewhere', 'keeps its keys elsewhere', 'own_endpoints', () => ({
    jwks_uri: 'https://cdn.test/jwks',
  })),
  publishes('offers-plain', 'offers plain challenges', 's256_only', () => ({
    code_challenge_methods_supported: ['plain', 'S256'],
  })),
  publishes('offers-none', 'offers tokens that nobody signed', 'signed_only', () => ({
    id_token_signing_alg_values_supported: ['none', 'ES256'],
  })),
  publishes('promises-nothing', 'does not promise to name itself', 'promises_an_issuer', () => ({
    authorization_response_iss_parameter_supported: false,
  })),
  lets('keys-as-page', 'publishes its keys as a page', 'keys.are_json', heading('/jwks', asPage)),
  lets(
    'keys-private',
    'publishes its private key',
    'keys.are_public',
    saying('/jwks', ({ keys }) => ({ keys: [{ ...fieldsOf(fieldsOf(keys)[0]), d: 'secret' }] })),
  ),
  lets(
    'keys-without-age',
    'does not say how long its keys hold',
    'keys.may_be_kept',
    heading('/jwks', (headers) => headers.delete('cache-control')),
  ),
  lets(
    'keys-written',
    'takes keys from anybody',
    'keys.are_read',
    pretending('/jwks', () => new Response(null)),
  ),
];

function publishes(
  id: string,
  what: string,
  rule: string,
  change: (document: Readonly<Record<string, unknown>>) => object,
): OpenidLenience {
  const lenience = saying(discovery, (document) => ({ ...document, ...change(document) }));
  return lets(id, what, `discovery.${rule}`, lenience);
}
