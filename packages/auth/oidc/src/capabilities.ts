import type { AuthCapabilities } from '@patchbay/auth';

/**
 * What any OpenID provider can do: https://openid.net/specs/openid-connect-core-1_0.html (2026-11-22). Discovery comes
 * before the first request of an instance, so all others are composed.
 */
export const capabilities = {
  provider: 'oidc',
  operations: {
    'flow.discover': 'native',
    'flow.keys': 'composed',
    'flow.exchange': 'composed',
    'flow.refresh': 'composed',
    'flow.revoke': 'composed',
    'flow.userInfo': 'composed',
    'flow.clientCredentials': 'composed',
    'flow.startDevice': 'composed',
    'flow.pollDevice': 'composed',
    'users.create': false,
    'users.get': false,
    'users.find': false,
    'users.list': false,
    'users.update': false,
    'users.disable': false,
    'users.enable': false,
    'users.delete': false,
    'users.setPassword': false,
    'users.verifyPassword': false,
    'users.endSessions': false,
  },
  traits: {
    sign_in: true,
    'sign_in.nonce': true,
    sign_out: true,
    'sign_out.back_channel': true,
    'refresh.rotates': true,
    'users.metadata': false,
    'users.password': false,
    webhooks: false,
  },
  idempotency: { kind: 'none' },
  limits: { passwordLength: 0 },
} as const satisfies AuthCapabilities;
