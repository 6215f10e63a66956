import type { PeerRecord } from './compare.ts';

const accepted = 'accepted';
const invalidRequest = ['invalid_request', 'parameter_invalid'];
const opaque = ['unauthenticated', 'token_malformed'];

const cases = [
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
] as const;

const left = {
  'sign_in.refused': 'its page has no button for it',
  device: 'it knows no devices',
  'device.refused': 'it knows no devices',
} as const;

/** emulate@0.12.2, its Okta: what it does instead of what the specifications say. */
export const okta: PeerRecord = {
  cases,
  left,
  deviations: {
    'sign_in.without_a_page': accepted, // it keeps no sessions and shows its page whatever `prompt` says
    'verify.access_token': opaque,
    'refresh.reused': { reused: ['unauthenticated', 'grant_invalid'], newest: accepted },
    client_credentials: opaque,
    'device.nonsense': invalidRequest,
    sign_out: 'https://app.test/bye',
  },
};

/** emulate@0.12.2, its Google: the same, and what Google itself leaves out. */
export const google: PeerRecord = {
  cases,
  left,
  deviations: {
    'sign_in.by_form': ['GET', accepted],
    'sign_in.not_long_ago': ['unauthenticated', 'claim_missing'], // it tells no `auth_time`
    'sign_in.without_a_page': accepted,
    'exchange.other_redirect_uri': accepted,
    'verify.access_token': opaque,
    refresh: { sameSubject: true, newToken: false }, // as at Google: https://developers.google.com/identity/protocols/oauth2
    'refresh.reused': { reused: accepted, newest: accepted },
    'profile.nonsense': accepted, // whoever has no token is its first user
    client_credentials: invalidRequest,
    'device.nonsense': invalidRequest,
    sign_out: 'local_only',
  },
};
