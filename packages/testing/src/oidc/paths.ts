import type { Endpoint } from './types.ts';

/** Where each endpoint is, below the issuer. */
export const paths = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/jwks',
  authorize: '/authorize',
  sign_in: '/sign-in',
  token: '/token',
  userinfo: '/userinfo',
  revocation: '/revoke',
  introspection: '/introspect',
  device_authorization: '/device-authorization',
  device: '/device',
  end_session: '/end-session',
  trap: '/trap',
} as const satisfies Record<Exclude<Endpoint, 'unknown'>, string>;
