import type { FlowRules } from '@patchbay/auth';
import { secret } from '@patchbay/core';
import { clientId, signingAlgorithm } from './engine/protocol.ts';
import { type LocalAuthOptions, secretsOf, settingsOf } from './options.ts';

/** The rules of the application at its own provider. */
export function flow(options: LocalAuthOptions): FlowRules {
  const { issuer, redirectUri, signedOutUri } = settingsOf(options);
  return {
    issuer,
    endpointOrigins: [],
    clientId,
    redirectUri,
    signedOutUri,
    scopes: ['openid', 'email', 'profile'],
    transactionSecrets: secretsOf(options).map((text) => secret(text)),
    algorithms: [signingAlgorithm],
    returnOrigins: [],
    clockSkewSeconds: 5,
    responseMode: 'query',
    authorizationParameters: {},
    emailOf: ({ email, email_verified: verified }) =>
      typeof email === 'string'
        ? { address: email, verified: verified === true, authority: 'issuer_verified' }
        : undefined,
  };
}
