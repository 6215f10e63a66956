import type { DeviceAnswer, DeviceGrant, KeySet, ProviderMetadata, TokenAnswer } from '@patchbay/auth';
import { IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, instead } from '../broken.ts';

const driver = driverOn('oidc');

/** Defects in what the requests of sign-in answer, and in what an adapter says of itself. */
export const resultDrivers: readonly AuthDriver[] = [
  driver(
    'id-token-lost',
    'loses the id token',
    'contract.flow.exchange.answers_in_form',
    answers<TokenAnswer>('flow.exchange', ({ idToken: _lost, ...answer }) => answer),
  ),
  driver(
    'token-type-made-up',
    'makes up a kind of token',
    'contract.flow.clientCredentials.answers_in_form',
    answers<TokenAnswer>('flow.clientCredentials', (answer) => ({ ...answer, tokenType: 'MAC' })),
  ),
  driver(
    'names-of-the-wire',
    'answers with the names of the wire',
    'contract.flow.refresh.answers_in_form',
    answers<TokenAnswer>('flow.refresh', ({ accessToken }) => ({ access_token: accessToken })),
  ),
  driver(
    'machine-is-somebody',
    'answers an id token of nobody',
    'contract.flow.clientCredentials.answers_in_form',
    answers<TokenAnswer>('flow.clientCredentials', (answer) => ({ ...answer, idToken: 'none' })),
  ),
  driver(
    'raw-lost',
    'loses the provider’s own document',
    'contract.flow.discover.answers_in_form',
    instead('flow.discover', (original) => async (...given) => ({ ...fieldsOf(await original(...given)) })),
  ),
  driver(
    'raw-prints',
    'prints the provider’s own document',
    'contract.flow.discover.answers_in_form',
    answers<ProviderMetadata>('flow.discover', (metadata) => ({ ...metadata, raw: metadata.raw })),
  ),
  driver(
    'issuer-corrected',
    'corrects the name of the issuer',
    'contract.flow.discover.answers_in_form',
    answers<ProviderMetadata>('flow.discover', (metadata) => ({
      ...metadata,
      issuer: `${metadata.issuer}/`,
    })),
  ),
  driver(
    'keys-private',
    'hands out private keys',
    'contract.flow.keys.answers_in_form',
    answers<KeySet>('flow.keys', ({ keys }) => ({ keys: keys.map((key) => ({ ...key, d: 'private' })) })),
  ),
  driver(
    'profile-of-another',
    'answers the profile of somebody else',
    'contract.flow.userInfo.answers_in_form',
    answers('flow.userInfo', (claims) => ({ ...claims, sub: 'bob' })),
  ),
  driver(
    'device-code-in-clear',
    'hands out the device code in clear',
    'contract.flow.startDevice.answers_in_form',
    answers<DeviceGrant>('flow.startDevice', (grant) => ({
      ...grant,
      deviceCode: grant.deviceCode.reveal(),
    })),
  ),
  driver(
    'seconds-for-milliseconds',
    'says seconds where milliseconds are meant',
    'contract.flow.startDevice.answers_in_form',
    answers<DeviceGrant>('flow.startDevice', (grant) => ({ ...grant, intervalMs: grant.intervalMs / 1000 })),
  ),
  driver(
    'device-of-its-own-words',
    'names a granted device otherwise',
    'contract.flow.pollDevice.answers_in_form',
    answers<DeviceAnswer>('flow.pollDevice', (answer) => ({ ...answer, status: 'approved' })),
  ),
  driver(
    'revoke-says-something',
    'answers what has no answer',
    'contract.flow.revoke.answers_in_form',
    instead('flow.revoke', (original) => async (...given) => {
      await original(...given);
      return true;
    }),
  ),
  driver(
    'declares-too-little',
    'has an operation that it denies',
    'unsupported.flow.revoke.refused_before_any_request',
    {
      capabilities: (all) => ({ ...all, operations: { ...all.operations, 'flow.revoke': false } }),
    },
  ),
  driver(
    'declares-too-much',
    'declares an operation that it does not have',
    'contract.flow.startDevice.answers_in_form',
    {
      facade: (auth) =>
        replace(auth, 'flow.startDevice', () => async () => {
          throw new IntegrationError({
            code: 'internal',
            outcome: 'not_applied',
            message: 'The driver lacks it.',
          });
        }),
    },
  ),
];
