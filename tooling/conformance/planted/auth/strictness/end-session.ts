import type { StrictnessCase } from '../../lenient.ts';
import { type BareWire, type Fields, issuer, signedOutUri, signInUrl, told, toTokens } from '../bare-wire.ts';

const refused = '400 invalid_request';
const home = { client_id: 'web', post_logout_redirect_uri: signedOutUri };

/** Who may sign whom out, and where they are sent. */
export const endSessionCases: readonly StrictnessCase[] = [
  ends('address_is_registered', 'Nobody is sent to a foreign address.', refused, {
    ...home,
    post_logout_redirect_uri: 'https://eve.test/',
  }),
  ends('address_is_exact', 'An address is compared character by character.', refused, {
    ...home,
    post_logout_redirect_uri: `${signedOutUri}?to=eve`,
  }),
  ends('address_of_nobody', 'Without a client there is no address.', refused, { ...home, client_id: '' }),
  ends('hint_is_own', 'A hint is an id token of the provider.', refused, {
    ...home,
    id_token_hint: 'e30.e30.',
  }),
  told('end_session.hint_fits', 'A hint is one of the client.', refused, async ({ tokens, get }) => {
    return get('/end-session', { ...home, client_id: 'phone', id_token_hint: (await tokens()).id_token });
  }),
  told('end_session.state_comes_back', 'The state comes back as it was.', 'state-2', async ({ get }) => {
    const { headers } = await get('/end-session', { ...home, state: 'state-2' });
    return new URL(headers.get('location') ?? '').searchParams.get('state') ?? 'nothing';
  }),
  told('end_session.asks', 'Without a hint the person is asked first.', 'signed in', async (wire) => {
    const visitor = wire.browser();
    await visitor.signIn();
    await visitor.open(endSessionUrl({ client_id: 'web' }));
    return isSignedIn(visitor);
  }),
  told('end_session.ends', 'With a hint the session is over.', 'signed out', async (wire) => {
    const visitor = wire.browser();
    const code = (await visitor.signIn()).get('code') ?? '';
    const { id_token } = toTokens(await (await wire.redeem(code)).json());
    await visitor.open(endSessionUrl({ id_token_hint: id_token }));
    return isSignedIn(visitor);
  }),
];

function ends(rule: string, title: string, expected: string, query: Fields): StrictnessCase {
  return told(`end_session.${rule}`, title, expected, ({ get }) => get('/end-session', query));
}

function endSessionUrl(query: Fields): string {
  return `${issuer}/end-session?${new URLSearchParams(query).toString()}`;
}

/** A session answers without a page. */
async function isSignedIn(visitor: ReturnType<BareWire['browser']>): Promise<string> {
  const end = await visitor.open(signInUrl({ prompt: 'none' }));
  return end !== 'page' && end.has('code') ? 'signed in' : 'signed out';
}
