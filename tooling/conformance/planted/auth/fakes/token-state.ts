import type { LenientFake } from '../../lenient.ts';
import { asWeb } from '../bare-wire.ts';
import { at, forgiving, heading, knowing, lets, lives, pretending, rewriting, saying } from '../lenient.ts';

const done = (): Response => new Response(null, { status: 200 });
const profile = { sub: 'ada', email: 'ada@example.com' };
const isRedirected = { status: 303, headers: { location: 'https://eve.test/' } };

/** Leniences in what tokens open and how they end, and in who is signed out. */
export const tokenStateFakes: readonly LenientFake[] = [
  lets('open-profiles', 'opens a profile to anybody', 'userinfo.token_is_needed', bearing('access_token')),
  lets(
    'token-from-the-query',
    'takes a token from the URL',
    'userinfo.token_is_in_a_header',
    at('/userinfo', (form, { headers }) =>
      headers.set('authorization', `Bearer ${form.get('access_token')}`),
    ),
  ),
  lets(
    'any-token-opens',
    'opens a profile to a refresh token',
    'userinfo.refresh_token',
    bearing('access_token'),
  ),
  lets('id-token-opens', 'opens a profile to an id token', 'userinfo.id_token', bearing('access_token')),
  lives('access-for-a-day', 'takes an access token for a day', 'userinfo.expires', { access: 86_400 }),
  lets(
    'machines-have-profiles',
    'opens a profile to a machine',
    'userinfo.openid_is_needed',
    forgiving('/userinfo', () => Response.json(profile)),
  ),
  lets(
    'profile-of-all',
    'tells what was not granted',
    'userinfo.granted_only',
    saying('/userinfo', (claims) => ({ ...profile, ...claims })),
  ),
  lets(
    'profile-refused-without-a-word',
    'refuses a token without a word in the header',
    'userinfo.is_challenged',
    heading('/userinfo', (headers) => headers.delete('www-authenticate')),
  ),
  lets('anybody-revokes', 'lets anybody revoke', 'revoke.client_is_proved', asOwner('/revoke')),
  lets('others-revoke', 'lets another client revoke', 'revoke.is_of_the_client', asOwner('/revoke')),
  lets('nothing-revoked', 'revokes nothing', 'revoke.token_is_needed', forgiving('/revoke', done)),
  lets(
    'unknown-refused',
    'does not revoke what it does not know',
    'revoke.unknown_is_fine',
    pretending('/revoke', () => Response.json({ error: 'invalid_grant' }, { status: 400 })),
  ),
  lets('revoke-forgotten', 'forgets to revoke', 'revoke.access_token', pretending('/revoke', done)),
  lets(
    'family-forgotten',
    'leaves the family of a revoked token',
    'revoke.family',
    pretending('/revoke', done),
  ),
  lets('anybody-introspects', 'tells anybody', 'introspect.client_has_a_secret', asOwner('/introspect')),
  lets(
    'talks-of-the-dead',
    'tells of a dead token',
    'introspect.says_no_more',
    saying('/introspect', (body) => ({ ...body, sub: 'ada' })),
  ),
  lets(
    'open-redirect',
    'sends people anywhere',
    'end_session.address_is_registered',
    forgiving('/end-session', () => new Response(null, isRedirected)),
  ),
  lets('address-by-path', 'compares the path alone', 'end_session.address_is_exact', trimmed()),
  ending('address-of-anybody', 'needs no client for an address', 'address_of_nobody', (form) =>
    form.set('client_id', 'web'),
  ),
  ending('hint-ignored', 'ignores a hint that it does not know', 'hint_is_own', (form) =>
    form.delete('id_token_hint'),
  ),
  ending('hint-of-anybody', 'takes the hint of another client', 'hint_fits', (form) =>
    form.delete('client_id'),
  ),
  ending('state-of-sign-out-lost', 'loses the state of a sign-out', 'state_comes_back', (form) =>
    form.delete('state'),
  ),
  ending('nobody-asked', 'signs people out without asking', 'asks', (form) => form.set('confirm', 'yes')),
  lets('session-kept', 'keeps the session', 'end_session.ends', pretending('/end-session', done)),
];

/** Any request for a profile has the token that was handed out last. */
function bearing(name: string): LenientFake['lenience'] {
  return knowing(({ path, headers }, given) => {
    if (path === '/userinfo') headers.set('authorization', `Bearer ${String(given[name])}`);
  });
}

function asOwner(path: string): LenientFake['lenience'] {
  return at(path, (form) => {
    for (const [name, value] of Object.entries(asWeb)) form.set(name, value);
  });
}

function ending(
  id: string,
  what: string,
  rule: string,
  change: (form: URLSearchParams) => void,
): LenientFake {
  return lets(id, what, `end_session.${rule}`, at('/end-session', change));
}

function trimmed(): LenientFake['lenience'] {
  return rewriting(({ path, form }) => {
    const [address = ''] = form.get('post_logout_redirect_uri')?.split('?') ?? [];
    if (path === '/end-session') form.set('post_logout_redirect_uri', address);
  });
}
