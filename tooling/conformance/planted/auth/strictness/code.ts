import { fieldsOf } from '@patchbay/core/conformance';
import type { StrictnessCase } from '../../lenient.ts';
import { asPhone, callbackUri, type Fields, told, toTokens } from '../bare-wire.ts';

const refused = '400 invalid_grant';
const asAnother = { ...asPhone, client_secret: '' };

/** What a code and a refresh token are good for. */
export const codeCases: readonly StrictnessCase[] = [
  redeems('is_known', 'A code is not made up.', refused, { code: 'made-up' }),
  redeems('verifier_fits', 'A code needs its verifier.', refused, { code_verifier: 'w'.repeat(43) }),
  redeems('verifier_is_needed', 'A code without a verifier is nothing.', '400 invalid_request', {
    code_verifier: '',
  }),
  redeems('redirect_is_the_same', 'A code belongs to its redirect address.', refused, {
    redirect_uri: `${callbackUri}/`,
  }),
  redeems('redirect_is_needed', 'A code comes with its redirect address.', '400 invalid_request', {
    redirect_uri: '',
  }),
  redeems('is_of_the_client', 'A code belongs to its client.', refused, asAnother),
  told('code.once', 'A code works once.', refused, async ({ code, redeem }) => {
    const once = await code();
    await redeem(once);
    return redeem(once);
  }),
  told(
    'code.again_revokes',
    'A code that comes again revokes its tokens.',
    '401 invalid_token',
    async (wire) => {
      const once = await wire.code();
      const { access_token } = toTokens(await (await wire.redeem(once)).json());
      await wire.redeem(once);
      return wire.userinfo(access_token);
    },
  ),
  told('code.expires', 'A code works for a minute.', refused, async ({ clock, code, redeem }) => {
    const late = await code();
    await clock.advance(60_000);
    return redeem(late);
  }),
  told('code.nonce_is_kept', 'The id token has the nonce of its sign-in.', 'nonce-1', async ({ tokens }) => {
    const [, payload = ''] = (await tokens()).id_token.split('.');
    const { nonce = 'nothing' } = fieldsOf(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return String(nonce);
  }),
  told('code.scope_is_told', 'The answer says what was granted.', 'openid', async ({ tokens }) => {
    return (await tokens({ scope: 'openid' })).scope;
  }),
  told('refresh.is_asked_for', 'Without offline_access nothing is refreshed.', '', async ({ tokens }) => {
    return (await tokens({ scope: 'openid' })).refresh_token;
  }),
  told('refresh.rotates', 'A refresh token is replaced.', 'another', async ({ tokens, refresh }) => {
    const { refresh_token: first } = await tokens();
    const { refresh_token: second } = toTokens(await (await refresh(first)).json());
    return second === first ? 'the same' : 'another';
  }),
  told('refresh.once', 'A refresh token works once.', refused, async ({ tokens, refresh }) => {
    const { refresh_token: once } = await tokens();
    await refresh(once);
    return refresh(once);
  }),
  told(
    'refresh.again_revokes',
    'A refresh token that comes again ends its family.',
    refused,
    async (wire) => {
      const { refresh_token: once } = await wire.tokens();
      const { refresh_token: next } = toTokens(await (await wire.refresh(once)).json());
      await wire.refresh(once);
      return wire.refresh(next);
    },
  ),
  told(
    'refresh.never_more',
    'Refreshing grants no more.',
    '400 invalid_scope',
    async ({ tokens, refresh }) => {
      return refresh((await tokens()).refresh_token, { scope: 'openid email' });
    },
  ),
  told(
    'refresh.less_on_demand',
    'Refreshing grants less on demand.',
    'openid',
    async ({ tokens, refresh }) => {
      const less = await refresh((await tokens()).refresh_token, { scope: 'openid' });
      return toTokens(await less.json()).scope;
    },
  ),
  told('refresh.is_of_the_client', 'A refresh token belongs to its client.', refused, async (wire) => {
    return wire.refresh((await wire.tokens()).refresh_token, asAnother);
  }),
  told(
    'refresh.is_no_access_token',
    'An access token refreshes nothing.',
    refused,
    async ({ tokens, refresh }) => {
      return refresh((await tokens()).access_token);
    },
  ),
  told('refresh.expires', 'A refresh token ends.', refused, async ({ clock, tokens, refresh }) => {
    const { refresh_token: late } = await tokens();
    await clock.advance(30 * 86_400_000);
    return refresh(late);
  }),
];

/** A code is redeemed with changes. */
function redeems(rule: string, title: string, expected: string, changes: Fields): StrictnessCase {
  return told(`code.${rule}`, title, expected, async ({ code, redeem }) => redeem(await code(), changes));
}
