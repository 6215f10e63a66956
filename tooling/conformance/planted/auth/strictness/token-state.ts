import { fieldsOf } from '@patchbay/core/conformance';
import type { StrictnessCase } from '../../lenient.ts';
import { asMachine, asPhone, asWeb, told, toTokens } from '../bare-wire.ts';

const refused = '401 invalid_token';

/** What userinfo, revocation and introspection must refuse. */
export const tokenStateCases: readonly StrictnessCase[] = [
  told('userinfo.token_is_needed', 'Nobody’s profile is open.', refused, async ({ tokens, get }) => {
    await tokens();
    return get('/userinfo');
  }),
  told(
    'userinfo.token_is_in_a_header',
    'A token in the URL opens nothing.',
    refused,
    async ({ tokens, get }) => {
      return get('/userinfo', { access_token: (await tokens()).access_token });
    },
  ),
  told(
    'userinfo.refresh_token',
    'A refresh token opens no profile.',
    refused,
    async ({ tokens, userinfo }) => {
      return userinfo((await tokens()).refresh_token);
    },
  ),
  told('userinfo.id_token', 'An id token opens no profile.', refused, async ({ tokens, userinfo }) => {
    return userinfo((await tokens()).id_token);
  }),
  told('userinfo.expires', 'An access token ends.', refused, async ({ clock, tokens, userinfo }) => {
    const { access_token } = await tokens();
    await clock.advance(3_600_000);
    return userinfo(access_token);
  }),
  told('userinfo.openid_is_needed', 'A machine has no profile.', '403 insufficient_scope', async (wire) => {
    const answer = await wire.post('/token', { ...asMachine, grant_type: 'client_credentials' });
    return wire.userinfo(toTokens(await answer.json()).access_token);
  }),
  told(
    'userinfo.granted_only',
    'A profile has what was granted.',
    '["sub"]',
    async ({ tokens, userinfo }) => {
      const { access_token } = await tokens({ scope: 'openid' });
      return JSON.stringify(Object.keys(fieldsOf(await (await userinfo(access_token)).json())));
    },
  ),
  told(
    'userinfo.is_challenged',
    'A refused token is told so in the header.',
    'Bearer',
    async ({ userinfo }) => {
      return (await userinfo('made-up')).headers.get('www-authenticate')?.split(' ')[0] ?? 'nothing';
    },
  ),
  told('revoke.client_is_proved', 'Who revokes proves the client.', '401 invalid_client', async (wire) => {
    return wire.post('/revoke', { client_id: 'web', token: (await wire.tokens()).refresh_token });
  }),
  told('revoke.is_of_the_client', 'A client revokes its own tokens.', '400 invalid_grant', async (wire) => {
    return wire.post('/revoke', { ...asPhone, token: (await wire.tokens()).refresh_token });
  }),
  told('revoke.token_is_needed', 'Nothing cannot be revoked.', '400 invalid_request', ({ post }) =>
    post('/revoke', asWeb),
  ),
  told('revoke.unknown_is_fine', 'An unknown token is revoked.', '200', ({ post }) =>
    post('/revoke', { ...asWeb, token: 'made-up' }),
  ),
  told('revoke.access_token', 'A revoked access token opens nothing.', refused, async (wire) => {
    const { access_token: token } = await wire.tokens();
    await wire.post('/revoke', { ...asWeb, token });
    return wire.userinfo(token);
  }),
  told('revoke.family', 'A revoked refresh token takes its access tokens along.', refused, async (wire) => {
    const { access_token, refresh_token: token } = await wire.tokens();
    await wire.post('/revoke', { ...asWeb, token });
    return wire.userinfo(access_token);
  }),
  told(
    'introspect.client_has_a_secret',
    'A public client learns nothing.',
    '401 invalid_client',
    async (wire) => {
      return wire.post('/introspect', { ...asPhone, token: (await wire.tokens()).access_token });
    },
  ),
  told('introspect.says_no_more', 'Of a dead token nothing is told.', '{"active":false}', async (wire) => {
    const { refresh_token: token } = await wire.tokens();
    await wire.refresh(token);
    return (await wire.post('/introspect', { ...asWeb, token })).text();
  }),
];
