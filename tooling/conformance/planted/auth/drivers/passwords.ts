import type { PasswordVerdict } from '@patchbay/auth';
import { IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { type AuthDefect, type AuthDriver, driverOn, type Input, inputs, instead } from '../broken.ts';

const driver = driverOn('local');
const wrong = { status: 'wrong' };

/** Defects in how passwords are checked and set. */
export const passwordDrivers: readonly AuthDriver[] = [
  driver(
    'wrong-is-thrown',
    'throws for a wrong password',
    'contract.users.verifyPassword.of_nobody_else',
    verdicts((verdict) => {
      if (verdict.status !== 'wrong') return verdict;
      throw new IntegrationError({
        code: 'unauthenticated',
        outcome: 'not_applied',
        message: 'It is wrong.',
      });
    }),
  ),
  driver(
    'unknown-is-told',
    'tells that nobody has this name',
    'contract.users.verifyPassword.wrong_and_unknown_alike',
    verdicts((verdict, { identifier }) =>
      String(identifier).startsWith('nobody') ? { ...verdict, reason: 'unknown' } : verdict,
    ),
  ),
  driver(
    'person-untold',
    'does not say whose password it is',
    'contract.users.verifyPassword.answers_in_form',
    verdicts(({ status }) => ({ status })),
  ),
  driver(
    'letters-of-the-address',
    'knows an address in small letters alone',
    'contract.users.verifyPassword.right_by_address',
    verdicts((verdict, { identifier }) =>
      String(identifier) === String(identifier).toLowerCase() ? verdict : wrong,
    ),
  ),
  driver(
    'address-only',
    'knows no user names',
    'contract.users.verifyPassword.right_by_user_name',
    verdicts((verdict, { identifier }) => (String(identifier).includes('@') ? verdict : wrong)),
  ),
  driver(
    'password-trimmed',
    'trims a password',
    'contract.users.verifyPassword.every_letter_counts',
    inputs('users.verifyPassword', ({ password, ...input }) => ({
      ...input,
      password: typeof password === 'string' ? password.trim() : password,
    })),
  ),
  driver(
    'never-locked',
    'lets anybody guess for ever',
    'contract.users.verifyPassword.guessing_is_stopped',
    verdicts((verdict) => (verdict.status === 'locked' ? wrong : verdict)),
  ),
  driver(
    'new-password-keeps-sessions',
    'keeps the sessions of an old password',
    'contract.users.setPassword.ends_sessions',
    instead('users.setPassword', () => async () => undefined),
  ),
  driver(
    'new-password-forgotten',
    'forgets a new password',
    'contract.users.setPassword.replaces_the_old_one',
    instead('users.setPassword', () => async () => undefined),
  ),
  driver(
    'new-password-padded',
    'makes a short new password longer',
    'contract.users.setPassword.weak',
    inputs('users.setPassword', padded),
  ),
  driver(
    'set-says-something',
    'answers what has no answer',
    'contract.users.setPassword.answers_in_form',
    instead('users.setPassword', (original) => async (...given) => {
      await original(...given);
      return true;
    }),
  ),
];

function verdicts(change: (verdict: PasswordVerdict, input: Input) => object): AuthDefect {
  return instead('users.verifyPassword', (original) => async (input, ...rest) => {
    // What the operation resolves to, as its signature says.
    const verdict = (await original(input, ...rest)) as PasswordVerdict;
    return change(verdict, fieldsOf(input));
  });
}

/** A password that is too short becomes long enough. */
export function padded({ password, ...input }: Input): object {
  return { ...input, ...(typeof password === 'string' && { password: password.padEnd(16, '.') }) };
}
