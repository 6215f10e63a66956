import type { BaseSubject } from '@patchbay/core/conformance';
import { everyError } from '../../broken.ts';
import { type AuthDriver, driverOn, inputs, instead, rewritten } from '../broken.ts';

const driver = driverOn('oidc');

/** Defects in what fails, and in what should have. */
export const errorDrivers: readonly AuthDriver[] = [
  fails('flow.exchange')(
    'raw-error-leaves',
    'lets the library’s own error out',
    'errors.flow.exchange.wrong_credential',
    () => new TypeError('401'),
  ),
  fails('flow.revoke')(
    'all-errors-alike',
    'gives every refusal the same code',
    'errors.flow.revoke.wrong_credential',
    rewritten({ code: 'provider_error' }),
  ),
  fails('flow.refresh')(
    'reason-of-its-own',
    'makes up a reason that the list does not have',
    'errors.flow.refresh.wrong_credential',
    rewritten({ reason: 'secret_wrong' }),
  ),
  fails('flow.exchange')(
    'always-harmless',
    'says of every failure that the code is still good',
    'resilience.flow.exchange.reset_after_commit',
    rewritten({ outcome: 'not_applied' }),
  ),
  fails('flow.clientCredentials')(
    'always-doubtful',
    'says of every failure that tokens may have been given out',
    'errors.flow.clientCredentials.wrong_credential',
    rewritten({ outcome: 'unknown' }),
  ),
  fails('flow.exchange')(
    'always-retryable',
    'says of every failure that it may be tried again',
    'errors.flow.exchange.wrong_credential',
    rewritten({ retryable: true }),
  ),
  fails('flow.startDevice')(
    'field-not-named',
    'does not say which field is wrong',
    'errors.flow.startDevice.input_of_another_shape',
    rewritten({ message: 'The input is wrong.' }),
  ),
  fails('signIn.begin')(
    'method-not-named',
    'names the operation in place of the method',
    'errors.signIn.begin.return_to_another_site',
    rewritten({ operation: 'auth.flow.discover' }),
  ),
  fails('flow.exchange')(
    'secret-in-message',
    'writes the client’s secret into errors',
    'redaction.flow.exchange.refused_credential',
    (error, { secrets }) => saying(error, `The secret ${secrets[0] ?? ''} was refused.`),
  ),
  fails('flow.refresh')(
    'token-in-message',
    'writes the refresh token into errors',
    'redaction.flow.refresh.vendor_fault',
    (error) => saying(error, 'a-token-that-opens-every-door could not be refreshed.'),
  ),
  driver(
    'errors-swallowed',
    'takes a refusal for success',
    'errors.flow.revoke.wrong_credential',
    instead('flow.revoke', (original) => async (...given) => {
      await Promise.resolve(original(...given)).catch(() => undefined);
    }),
  ),
  driver(
    'unknown-fields-dropped',
    'drops fields that it does not know, without a word',
    'errors.flow.userInfo.input_of_another_shape',
    inputs('flow.userInfo', ({ accessToken }) => ({ accessToken })),
  ),
  driver(
    'refused-by-request',
    'asks the provider before it looks at the input',
    'errors.flow.clientCredentials.input_of_another_shape',
    instead('flow.clientCredentials', (original) => async (...given) => {
      await original({});
      return original(...given);
    }),
  ),
];

function fails(operation: string) {
  return (
    id: string,
    what: string,
    caughtBy: string,
    change: (error: unknown, subject: BaseSubject) => unknown,
  ): AuthDriver => driver(id, what, caughtBy, everyError([operation], change));
}

/** The error with another message, past core’s own redaction. */
function saying(error: unknown, message: string): unknown {
  return Object.defineProperty(Object(error), 'message', { value: message });
}
