import type { ProviderMetadata } from '@patchbay/auth';
import type * as oauth from 'oauth4webapi';

/** Where an application proves itself: `token_endpoint`, `revocation_endpoint`. */
export type ProofAt = (provider: ProviderMetadata, endpoint: string) => oauth.ClientAuth;

/**
 * By HTTP Basic, which every server has to take (RFC 6749 §2.3.1), unless it publishes that it wants the secret in the
 * form. A public client only names itself.
 */
export function proofs(library: typeof oauth, secret: string | undefined): ProofAt {
  if (secret === undefined) return library.None;
  const post = library.ClientSecretPost(secret);
  const basic: oauth.ClientAuth = (_, { client_id: id }, _form, headers) =>
    headers.set('authorization', `Basic ${btoa(`${formEncoded(id)}:${formEncoded(secret)}`)}`);
  return (provider, endpoint) => {
    const methods = methodsAt(provider, endpoint) ?? methodsAt(provider, 'token_endpoint') ?? [];
    const isPost = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
    return isPost ? post : basic;
  };
}

function methodsAt({ raw }: ProviderMetadata, endpoint: string): readonly unknown[] | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const methods: unknown = Reflect.get(raw, `${endpoint}_auth_methods_supported`);
  return Array.isArray(methods) ? methods : undefined;
}

/**
 * As forms are encoded, which leaves `-`, `.` and `_` alone: the library's own way encodes them too, and servers that
 * do not decode what RFC 6749 §2.3.1 has encoded know no client of that name (oauth2-mock-server@9.3.0, 2026-11-22).
 */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
