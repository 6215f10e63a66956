import type { PeerRecord } from './compare.ts';

const accepted = 'accepted';
const noError = ['invalid_response', undefined];

/** oauth2-mock-server@9.3.0: the cases that it runs, and what it does instead of what the specifications say. */
export const mockServer: PeerRecord = {
  cases: [
    'sign_in',
    'sign_in.by_form',
    'sign_in.not_long_ago',
    'sign_in.without_a_page',
    'exchange.twice',
    'exchange.other_verifier',
    'exchange.other_redirect_uri',
    'verify.id_token',
    'verify.access_token',
    'refresh',
    'refresh.reused',
    'refresh.nonsense',
    'revoke',
    'revoke.nonsense',
    'profile',
    'profile.nonsense',
    'client_credentials',
    'device.nonsense',
    'sign_out',
    'check',
  ],
  left: {
    'sign_in.refused': 'it asks nobody, so that nobody can refuse',
    device: 'it knows no devices',
    'device.refused': 'it knows no devices',
  },
  deviations: {
    // It knows one person, without a name or an address, who is never asked.
    sign_in: { email: undefined, verified: undefined, name: undefined, tokens: ['access', 'id', 'refresh'] },
    'sign_in.by_form': ['GET', accepted],
    'sign_in.not_long_ago': ['unauthenticated', 'claim_missing'],
    'sign_in.without_a_page': accepted,
    // It refuses in words of its own, without an error of OAuth.
    'exchange.twice': [accepted, noError],
    'exchange.other_verifier': noError,
    'device.nonsense': noError,
    'exchange.other_redirect_uri': accepted,
    // Its access tokens are for nobody.
    'verify.access_token': ['unauthenticated', 'claim_missing'],
    client_credentials: ['unauthenticated', 'claim_missing'],
    // It remembers no token, and no secret.
    'refresh.reused': { reused: accepted, newest: accepted },
    'refresh.nonsense': accepted,
    revoke: accepted,
    profile: { same: true, email: undefined },
    'profile.nonsense': accepted,
    check: [accepted, accepted],
  },
};
