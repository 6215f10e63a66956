import type { PeerRecord } from './compare.ts';

/** oidc-provider@9.13.3: it runs all cases, and does all as it should. */
export const oidcProvider: PeerRecord = {
  cases: [
    'sign_in',
    'sign_in.by_form',
    'sign_in.not_long_ago',
    'sign_in.without_a_page',
    'sign_in.refused',
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
    'device',
    'device.refused',
    'device.nonsense',
    'sign_out',
    'check',
  ],
  left: {},
  deviations: {},
};
