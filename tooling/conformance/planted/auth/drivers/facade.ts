import { IntegrationError } from '@patchbay/core';
import { everyError } from '../../broken.ts';
import { type AuthDriver, driverOn, instead } from '../broken.ts';

const driver = driverOn('oidc');

/** Defects in what every facade has. */
export const facadeDrivers: readonly AuthDriver[] = [
  driver(
    'check-always-fails',
    'finds fault with an application that works',
    'contract.check.passes_and_moves_nothing',
    instead('check', () => async () => {
      throw new IntegrationError({
        code: 'provider_auth_failed',
        outcome: 'not_applied',
        message: 'It is refused.',
      });
    }),
  ),
  driver(
    'supports-everything',
    'says that it supports everything',
    'contract.supports.agrees_with_the_capabilities',
    instead('supports', () => () => true),
  ),
  driver(
    'name-of-another',
    'names another provider in errors',
    'contract.name.stands_in_errors',
    everyError(['flow.exchange'], (error) =>
      IntegrationError.is(error) ? new IntegrationError({ ...error.toJSON(), provider: 'openid' }) : error,
    ),
  ),
  driver(
    'health-unknown',
    'forgets when a call last succeeded',
    'contract.health.tells_of_itself',
    instead('health', (original) => () => {
      const { lastSuccessAt: _forgotten, ...health } = Object(original()) as {
        readonly lastSuccessAt?: Date;
      };
      return health;
    }),
  ),
  driver(
    'client-of-its-own',
    'hands out another client than it uses',
    'contract.native.is_what_use_hands_out',
    instead('native', () => async () => ({})),
  ),
  driver(
    'never-closed',
    'goes on after it was closed',
    'contract.close.ends_the_instance',
    instead('close', () => async () => undefined),
  ),
];
