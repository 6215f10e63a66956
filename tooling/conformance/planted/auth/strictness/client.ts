import type { StrictnessCase } from '../../lenient.ts';
import { asMachine, type BareWire, type Fields, told } from '../bare-wire.ts';

const grant = { grant_type: 'client_credentials' };
const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
const encoded = Object.values(asMachine).map(encodeURIComponent).join(':');
const scopes: [string, string][] = [
  ['scope', 'orders'],
  ['scope', 'orders'],
];
const refused = '401 invalid_client';

/** How a client must prove itself, and what it may ask the token endpoint for. */
export const clientCases: readonly StrictnessCase[] = [
  told('client.is_known', 'An unknown client gets nothing.', refused, asks({ client_id: 'eve' })),
  told('client.secret_is_right', 'A wrong secret is refused.', refused, asks({ client_secret: 'eve' })),
  told('client.secret_is_needed', 'A client with a secret proves it.', refused, asks({ client_secret: '' })),
  told('client.is_encoded', 'A Basic header is form-encoded.', refused, ({ post }) =>
    post('/token', grant, basic(Object.values(asMachine).join(':'))),
  ),
  told('client.one_way', 'A client proves itself in one way.', '400 invalid_request', ({ post }) =>
    post('/token', { ...grant, ...asMachine }, basic(encoded)),
  ),
  told('client.one_name', 'A client has one name.', '400 invalid_request', ({ post }) =>
    post('/token', { ...grant, client_id: 'web' }, basic(encoded)),
  ),
  told('client.not_in_the_query', 'A secret in the URL counts for nothing.', refused, ({ post }) =>
    post(`/token?${new URLSearchParams(asMachine).toString()}`, grant),
  ),
  told('client.is_challenged', 'A refused client is told how to prove itself.', 'Basic', async ({ post }) => {
    const { headers } = await post('/token', { ...grant, ...asMachine, client_secret: 'eve' });
    return headers.get('www-authenticate')?.split(' ')[0] ?? 'nothing';
  }),
  told('protocol.post_only', 'Tokens are not to be had by GET.', '405 invalid_request', ({ get }) =>
    get('/token', { ...grant, ...asMachine }),
  ),
  told('protocol.form', 'JSON is no form.', refused, ({ post }) =>
    post('/token', { ...grant, ...asMachine }, { 'content-type': 'application/json' }),
  ),
  told('protocol.unknown_path', 'A path that does not exist is not found.', '404 not_found', ({ post }) =>
    post('/tokens', { ...grant, ...asMachine }),
  ),
  told(
    'protocol.parameter_once',
    'A parameter that stands twice is refused.',
    '400 invalid_request',
    (wire) =>
      wire.post('/token', new URLSearchParams([...Object.entries({ ...grant, ...asMachine }), ...scopes])),
  ),
  told('protocol.nothing_is_kept', 'No cache keeps tokens.', 'no-store', async ({ post }) => {
    const { headers } = await post('/token', { ...grant, ...asMachine });
    return headers.get('cache-control') ?? 'nothing';
  }),
  told(
    'grant.is_known',
    'Nobody signs in by password.',
    '400 unsupported_grant_type',
    asks({ grant_type: 'password' }),
  ),
  told(
    'grant.is_registered',
    'A client uses the grants that it has.',
    '400 unauthorized_client',
    ({ post }) => post('/token', { ...grant, client_id: 'web', client_secret: 'web secret+1' }),
  ),
  told(
    'grant.scope_is_known',
    'A machine gets no unknown scope.',
    '400 invalid_scope',
    asks({ scope: 'admin' }),
  ),
  told('grant.machine_is_nobody', 'A machine is no person.', '400 invalid_scope', asks({ scope: 'openid' })),
];

/** What a machine asks for itself, with changes. */
function asks(changes: Fields): (wire: BareWire) => Promise<Response> {
  return ({ post }) => post('/token', { ...grant, ...asMachine, ...changes });
}
