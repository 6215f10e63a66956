import type { StrictnessCase } from '../../lenient.ts';
import { callbackUri, challenge, type Fields, issuer, signInUrl, told } from '../bare-wire.ts';

/** What the authorization endpoint and the sign-in page must refuse. */
export const authorizeCases: readonly StrictnessCase[] = [
  refuses(
    'client_is_known',
    'Nobody signs in for an unknown client.',
    { client_id: 'eve' },
    '400 invalid_request',
  ),
  refuses(
    'redirect_is_exact',
    'A redirect address is compared character by character.',
    { redirect_uri: `${callbackUri}/` },
    '400 invalid_request',
  ),
  refuses(
    'redirect_is_foreign',
    'Nobody is sent to an address that was not registered.',
    { redirect_uri: 'https://eve.test/callback' },
    '400 invalid_request',
  ),
  refuses(
    'redirect_is_needed',
    'A redirect address is not guessed.',
    { redirect_uri: '' },
    '400 invalid_request',
  ),
  refuses(
    'challenge_is_needed',
    'There is no sign-in without PKCE.',
    { code_challenge: '', code_challenge_method: '' },
    '303 invalid_request',
  ),
  refuses(
    'challenge_is_s256',
    'PKCE is never plain.',
    { code_challenge_method: 'plain' },
    '303 invalid_request',
  ),
  refuses(
    'challenge_has_a_form',
    'A challenge is 43 characters of base64url.',
    { code_challenge: `${challenge}=` },
    '303 invalid_request',
  ),
  refuses(
    'code_only',
    'No token travels through a browser.',
    { response_type: 'token' },
    '303 unsupported_response_type',
  ),
  refuses(
    'no_fragment',
    'A mode of answering that is not offered is refused.',
    { response_mode: 'fragment' },
    '303 invalid_request',
  ),
  refuses('openid_is_needed', 'A sign-in asks for openid.', { scope: 'orders' }, '303 invalid_scope'),
  refuses('scope_is_known', 'An unknown scope is refused.', { scope: 'openid admin' }, '303 invalid_scope'),
  refuses(
    'no_request_objects',
    'A request object is not taken for granted.',
    { request: 'e30.e30.' },
    '303 request_not_supported',
  ),
  refuses(
    'grant_is_registered',
    'A machine signs nobody in.',
    { client_id: 'machine' },
    '303 unauthorized_client',
  ),
  refuses(
    'silence_is_kept',
    'With prompt=none nobody sees a page.',
    { prompt: 'none' },
    '303 login_required',
  ),
  refuses(
    'silence_is_alone',
    'prompt=none goes with no other.',
    { prompt: 'none login' },
    '303 invalid_request',
  ),
  refuses('age_is_a_number', 'max_age is a number.', { max_age: 'short' }, '303 invalid_request'),
  told(
    'authorize.parameter_once',
    'A parameter that stands twice is refused.',
    '400 invalid_request',
    ({ get }) => get(`${signInUrl()}&scope=openid`.slice(issuer.length)),
  ),
  told('authorize.session_is_fresh', 'With max_age an old session is not enough.', 'page', async (wire) => {
    const visitor = wire.browser();
    await visitor.signIn();
    await wire.clock.advance(61_000);
    return endOf(await visitor.open(signInUrl({ max_age: '60' })));
  }),
  told('authorize.login_is_asked', 'With prompt=login a session is not enough.', 'page', async (wire) => {
    const visitor = wire.browser();
    await visitor.signIn();
    return endOf(await visitor.open(signInUrl({ prompt: 'login' })));
  }),
  told('authorize.page_once', 'A sign-in page works once.', '400 invalid_request', async (wire) => {
    const fields = { interaction: await interactionOf(await wire.authorize()), subject: 'ada' };
    await wire.post('/sign-in', fields);
    return wire.post('/sign-in', fields);
  }),
  told('authorize.no_is_no', 'Who says no is not signed in.', '303 access_denied', async (wire) => {
    const interaction = await interactionOf(await wire.authorize());
    return wire.post('/sign-in', { interaction, deny: 'yes' });
  }),
  told('authorize.user_is_known', 'Nobody signs in who is unknown.', '400 access_denied', async (wire) => {
    const interaction = await interactionOf(await wire.authorize());
    return wire.post('/sign-in', { interaction, subject: 'eve' });
  }),
  told('authorize.state_comes_back', 'The state comes back as it was.', 'state-1', async (wire) => {
    return (await wire.browser().signIn()).get('state') ?? 'nothing';
  }),
  told('authorize.issuer_is_named', 'The answer names its issuer.', issuer, async (wire) => {
    return (await wire.browser().signIn()).get('iss') ?? 'nothing';
  }),
];

function refuses(rule: string, title: string, changes: Fields, expected: string): StrictnessCase {
  return told(`authorize.${rule}`, title, expected, ({ authorize }) => authorize(changes));
}

function endOf(end: URLSearchParams | 'page'): string {
  return end === 'page' ? end : 'the application';
}

async function interactionOf(page: Response): Promise<string> {
  const [, interaction] = /name="interaction" value="([^"]+)"/.exec(await page.text()) ?? [];
  if (interaction === undefined) throw new Error('There is no sign-in page.');
  return interaction;
}
