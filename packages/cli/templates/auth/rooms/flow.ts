import type { FlowRules } from '@patchbay/auth';
import { reveal, Secret } from '@patchbay/core';
import type { AcmeAuthOptions } from './options.ts';

/** The rules of this application at Acme. */
export function flow({ issuer, clientId, redirectUri, transactionSecret }: AcmeAuthOptions): FlowRules {
  return {
    issuer,
    endpointOrigins: [],
    clientId,
    redirectUri,
    scopes: ['openid', 'profile', 'email'],
    transactionSecrets: [new Secret(reveal(transactionSecret))],
    algorithms: ['RS256', 'ES256'],
    returnOrigins: [],
    clockSkewSeconds: 5,
    responseMode: 'query',
    authorizationParameters: {},
    emailOf: ({ email, email_verified: verified }) =>
      typeof email === 'string' && email !== ''
        ? {
            address: email,
            verified: verified === true,
            authority: verified === true ? 'issuer_verified' : 'issuer_asserted',
          }
        : undefined,
  };
}
