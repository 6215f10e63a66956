import type { LenientFake } from '../../lenient.ts';
import { asWeb, callbackUri, verifier } from '../bare-wire.ts';
import {
  approving,
  at,
  forgiving,
  knowing,
  lets,
  lives,
  type OpenidLenience,
  pretending,
  repeating,
  rewriting,
  saying,
  shrugging,
  unrotated,
} from '../lenient.ts';

const day = 86_400;
const made = (): Response => Response.json({ access_token: 'made-up', token_type: 'Bearer' });

/** Leniences in what codes, refresh tokens and device codes are good for. */
export const grantFakes: readonly LenientFake[] = [
  lets('any-code', 'takes any code', 'code.is_known', forgiving('/token', made)),
  redeemed('any-verifier', 'does not compare the verifier', 'code.verifier_fits', 'code_verifier', verifier),
  redeemed('no-verifier', 'needs no verifier', 'code.verifier_is_needed', 'code_verifier', verifier),
  redeemed(
    'any-redirect',
    'does not compare the redirect address',
    'code.redirect_is_the_same',
    'redirect_uri',
    callbackUri,
  ),
  redeemed(
    'no-redirect',
    'needs no redirect address',
    'code.redirect_is_needed',
    'redirect_uri',
    callbackUri,
  ),
  lets('code-of-anybody', 'takes the code of another client', 'code.is_of_the_client', asOwner('code')),
  lets('code-again', 'takes a code twice', 'code.once', repeating('/token', 'code')),
  lets(
    'code-again-shrugged',
    'keeps the tokens of a code that came twice',
    'code.again_revokes',
    shrugging('code'),
  ),
  lives('code-for-a-day', 'takes a code for a day', 'code.expires', { code: day }),
  lets(
    'nonce-lost',
    'loses the nonce',
    'code.nonce_is_kept',
    at('/authorize', (form) => form.delete('nonce')),
  ),
  lets(
    'scope-untold',
    'does not say what it granted',
    'code.scope_is_told',
    saying('/token', ({ scope: _untold, ...body }) => body),
  ),
  lets(
    'refresh-for-all',
    'gives a refresh token to everybody',
    'refresh.is_asked_for',
    at('/authorize', (form) => form.set('scope', `${form.get('scope')} offline_access`)),
  ),
  lets('refresh-kept', 'keeps the same refresh token', 'refresh.rotates', unrotated),
  lets('refresh-again', 'takes a refresh token twice', 'refresh.once', repeating('/token', 'refresh_token')),
  lets(
    'refresh-again-shrugged',
    'keeps the family of a refresh token that came twice',
    'refresh.again_revokes',
    shrugging('refresh_token'),
  ),
  lets(
    'more-ignored',
    'ignores that more was asked for',
    'refresh.never_more',
    at('/token', (form) => form.delete('scope')),
  ),
  lets(
    'less-ignored',
    'gives everything although less was asked for',
    'refresh.less_on_demand',
    at('/token', (form) => form.delete('scope')),
  ),
  lets(
    'refresh-of-anybody',
    'takes the refresh token of another client',
    'refresh.is_of_the_client',
    asOwner('refresh_token'),
  ),
  lets(
    'any-token-refreshes',
    'takes an access token for a refresh token',
    'refresh.is_no_access_token',
    knowing(({ form }, given) => {
      if (form.has('refresh_token')) form.set('refresh_token', String(given['refresh_token']));
    }),
  ),
  lives('refresh-for-ever', 'refreshes for ever', 'refresh.expires', { refresh: 365 * day }),
  lets(
    'machines-are-devices',
    'takes a machine for a device',
    'device.grant_is_registered',
    at('/device-authorization', asOwnerOfAll),
  ),
  lets(
    'device-of-anybody',
    'starts a device for a client without a secret',
    'device.client_is_proved',
    at('/device-authorization', asOwnerOfAll),
  ),
  lets('device-approved', 'needs no user for a device', 'device.waits', approving),
  lets(
    'any-pace',
    'lets a device ask at any pace',
    'device.slows_down',
    forgiving('/token', () => Response.json({ error: 'authorization_pending' }, { status: 400 })),
  ),
  lets(
    'no-unheard',
    'lets a refused device wait',
    'device.no_is_no',
    pretending('/device', () => new Response('Thank you.')),
  ),
  lives('device-for-a-day', 'takes a device code for a day', 'device.expires', { device: day }),
  lets('device-again', 'takes a device code twice', 'device.once', repeating('/token', 'device_code')),
  lets(
    'device-code-of-anybody',
    'takes the device code of another client',
    'device.is_of_the_client',
    asOwner('device_code'),
  ),
  lets('any-device-code', 'takes any device code', 'device.code_is_known', forgiving('/token', made)),
  lets(
    'any-user-code',
    'takes any code of a user',
    'device.user_code_is_known',
    forgiving('/device', () => new Response('Thank you.')),
  ),
];

/** A redemption whose field is put right. */
function redeemed(id: string, what: string, rule: string, field: string, value: string): OpenidLenience {
  return lets(
    id,
    what,
    rule,
    rewriting(({ path, form }) => {
      if (path === '/token' && form.has('code')) form.set(field, value);
    }),
  );
}

/** Whoever brings what `web` got is `web`. */
function asOwner(field: string): LenientFake['lenience'] {
  return at('/token', (form) => {
    if (form.has(field)) asOwnerOfAll(form);
  });
}

function asOwnerOfAll(form: URLSearchParams): void {
  for (const [name, value] of Object.entries(asWeb)) form.set(name, value);
}
