import { fieldsOf } from '@patchbay/core/conformance';
import type { LenientFake } from '../../lenient.ts';
import { asMachine } from '../bare-wire.ts';
import { at, heading, type IncomingForm, lets, type OpenidLenience, rewriting } from '../lenient.ts';

const encoded = Object.values(asMachine).map(encodeURIComponent).join(':');

/** Leniences in who a client is, and in what it may ask for. */
export const clientFakes: readonly LenientFake[] = [
  token('any-client-gets-tokens', 'gives tokens to any client', 'client.is_known', trusts),
  token('any-secret', 'takes any secret', 'client.secret_is_right', trusts),
  token('no-secret', 'needs no secret', 'client.secret_is_needed', trusts),
  token('basic-as-it-is', 'takes a Basic header as it is', 'client.is_encoded', (_form, { headers }) =>
    headers.set('authorization', `Basic ${btoa(encoded)}`),
  ),
  token('two-ways', 'takes two proofs at once', 'client.one_way', (form, { headers }) => {
    if (headers.has('authorization')) form.delete('client_secret');
  }),
  token('two-names', 'ignores a second name', 'client.one_name', (form) => form.delete('client_id')),
  token('secret-in-the-query', 'takes a secret from the URL', 'client.not_in_the_query', (form, { url }) => {
    for (const [name, value] of url.searchParams) form.set(name, value);
  }),
  lets(
    'refused-without-a-word',
    'does not say how a client proves itself',
    'client.is_challenged',
    heading('/token', (headers) => headers.delete('www-authenticate')),
  ),
  {
    id: 'any-method',
    what: 'gives tokens by GET',
    caughtBy: 'fake.protocol.post_only',
    on: 'oidc',
    lenience: (next) => (request) => {
      const { origin, pathname, searchParams } = new URL(request.url);
      if (request.method !== 'GET' || pathname !== '/token') return next(request);
      return next(new Request(origin + pathname, { method: 'POST', body: searchParams }));
    },
  },
  token('json-read', 'reads any body as a form', 'protocol.form', (_form, { headers }) =>
    headers.set('content-type', 'application/x-www-form-urlencoded'),
  ),
  lets(
    'path-guessed',
    'answers on a path that is almost right',
    'protocol.unknown_path',
    rewriting(({ url }) => {
      url.pathname = url.pathname.replace(/s$/, '');
    }),
  ),
  token('last-of-two', 'takes the last of two parameters', 'protocol.parameter_once', (form) => {
    for (const [name, value] of new Map(form)) form.set(name, value);
  }),
  lets(
    'tokens-cached',
    'lets tokens be cached',
    'protocol.nothing_is_kept',
    heading('/token', (headers) => headers.set('cache-control', 'max-age=60')),
  ),
  token('passwords', 'knows a grant by password', 'grant.is_known', (form) =>
    form.set('grant_type', 'client_credentials'),
  ),
  token('any-grant-of-any-client', 'gives every client every grant', 'grant.is_registered', trusts),
  token('unknown-scope-dropped', 'drops a scope that it does not know', 'grant.scope_is_known', (form) =>
    form.delete('scope'),
  ),
  token('machine-is-somebody', 'takes a machine for a person', 'grant.machine_is_nobody', (form) =>
    form.delete('scope'),
  ),
];

function trusts(form: URLSearchParams): void {
  for (const [name, value] of Object.entries(fieldsOf(asMachine))) form.set(name, String(value));
}

/** A request for tokens that is put right. */
function token(
  id: string,
  what: string,
  rule: string,
  change: (form: URLSearchParams, incoming: IncomingForm) => void,
): OpenidLenience {
  return lets(id, what, rule, at('/token', change));
}
