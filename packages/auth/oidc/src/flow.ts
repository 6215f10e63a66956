import type { EmailAuthority, FlowRules, IdentityEmail } from '@patchbay/auth';
import { reveal, Secret } from '@patchbay/core';
import type { OidcAuthOptions } from './options.ts';

/** The rules of this application at its provider. */
export function flow(options: OidcAuthOptions): FlowRules {
  const { issuer, clientId, redirectUri, signedOutUri, emailAuthority = 'issuer_verified' } = options;
  return {
    issuer,
    endpointOrigins: options.endpointOrigins ?? [],
    clientId,
    redirectUri,
    ...(signedOutUri !== undefined && { signedOutUri }),
    scopes: options.scopes ?? ['openid', 'profile', 'email'],
    transactionSecrets: [options.transactionSecret].flat().map((value) => new Secret(reveal(value))),
    algorithms: options.algorithms ?? ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
    returnOrigins: options.returnOrigins ?? [],
    clockSkewSeconds: options.clockSkewSeconds ?? 5,
    responseMode: options.responseMode ?? 'query',
    authorizationParameters: options.authorizationParameters ?? {},
    emailOf: ({ email, email_verified: claimed }) =>
      typeof email === 'string' && email !== '' ? toEmail(email, claimed, emailAuthority) : undefined,
  };
}

/**
 * An address, and on whose word. The issuer vouches for none that it has not verified; one that runs the mailboxes need
 * not say so.
 */
function toEmail(address: string, claimed: unknown, authority: EmailAuthority): IdentityEmail {
  const verified = toVerified(claimed);
  const isVouchedFor = verified === true || (authority === 'mailbox_provider' && verified === 'unknown');
  return { address, verified, authority: isVouchedFor ? authority : 'issuer_asserted' };
}

/** Apple and Cognito say it in words: https://developer.apple.com/documentation/signinwithapple (2026-11-22). */
function toVerified(claimed: unknown): IdentityEmail['verified'] {
  if (claimed === true || claimed === 'true') return true;
  return claimed === false || claimed === 'false' ? false : 'unknown';
}
