import type { User } from '@patchbay/auth';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, drops, forgives, inputs, instead } from '../broken.ts';

const driver = driverOn('local');

/** Defects in how people are changed. */
export const changeDrivers: readonly AuthDriver[] = [
  driver(
    'name-kept',
    'forgets a new name',
    'contract.users.update.what_is_given_changes',
    drops('users.update', 'name'),
  ),
  driver('change-forgotten', 'answers a change and forgets it', 'contract.users.update.next_sign_in_tells', {
    facade: (auth) =>
      replace(auth, 'users.update', () => async (input) => ({
        ...(await auth.users.get(String(fieldsOf(input)['id']))),
        ...fieldsOf(input),
      })),
  }),
  driver(
    'null-ignored',
    'ignores null',
    'contract.users.update.null_removes',
    inputs('users.update', (input) =>
      Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)),
    ),
  ),
  driver(
    'verified-for-ever',
    'keeps a new address verified',
    'contract.users.update.new_address',
    inputs('users.update', (input) => ({
      ...input,
      ...('email' in input && { emailVerified: true }),
    })),
  ),
  driver(
    'never-verified-again',
    'forgets that the same address was verified',
    'contract.users.update.own_address_again',
    inputs('users.update', (input) => ({
      ...input,
      ...('email' in input && { emailVerified: false }),
    })),
  ),
  driver(
    'address-of-two',
    'gives two people one address',
    'contract.users.update.address_of_another',
    forgives('users.update', 'user_exists'),
  ),
  driver(
    'metadata-not-changed',
    'forgets metadata in a change',
    'contract.users.update.metadata_is_merged',
    drops('users.update', 'metadata'),
  ),
  driver(
    'created-again',
    'takes a change for the beginning',
    'contract.users.update.time_of_the_change',
    answers<User>('users.update', (user) => ({ ...user, createdAt: user.updatedAt })),
  ),
  driver(
    'disabled-untold',
    'does not say that somebody is disabled',
    'contract.users.disable.says_so',
    answers<User>('users.disable', (user) => ({ ...user, status: 'active' })),
  ),
  pretends('disable-is-nothing', 'lets in who is disabled', 'disable', 'lets_nobody_in'),
  pretends('disable-keeps-sessions', 'keeps the sessions of who is disabled', 'disable', 'ends_sessions'),
  pretends('disable-keeps-codes', 'takes the code of who is disabled', 'disable', 'ends_a_sign_in_under_way'),
  pretends('enable-is-nothing', 'keeps out who is enabled again', 'enable', 'lets_in_again'),
  driver(
    'sessions-kept',
    'keeps the sessions that it should end',
    'contract.users.endSessions.on_every_device',
    instead('users.endSessions', () => async () => undefined),
  ),
  driver(
    'delete-is-nothing',
    'keeps who should be forgotten',
    'contract.users.find.nobody_who_is_gone',
    instead('users.delete', () => async () => undefined),
  ),
  driver(
    'deleted-signs-in',
    'lets in who was forgotten',
    'contract.users.delete.cannot_sign_in',
    instead('users.delete', () => async () => undefined),
  ),
  driver('all-sessions-revoked', 'ends all sessions for one', 'contract.tokens.revoke.leaves_others_alone', {
    facade: (auth) =>
      replace(
        auth,
        'tokens.revoke',
        () => async (tokens) => auth.users.endSessions(String(fieldsOf(tokens)['subject'])),
      ),
  }),
  driver('gone-is-an-error', 'cannot forget who is gone', 'contract.users.delete.gone_and_gone_again', {
    facade: (auth) =>
      replace(auth, 'users.delete', (original) => async (input, ...rest) => {
        await auth.users.get(String(fieldsOf(input)['id'] ?? input));
        return original(input, ...rest);
      }),
  }),
];

/** A change of status that is told and not made. */
function pretends(id: string, what: string, operation: 'disable' | 'enable', rule: string): AuthDriver {
  const status = operation === 'disable' ? 'disabled' : 'active';
  return driver(id, what, `contract.users.${operation}.${rule}`, {
    facade: (auth) =>
      replace(auth, `users.${operation}`, () => async (input) => ({
        ...(await auth.users.get(String(fieldsOf(input)['id'] ?? input))),
        status,
      })),
  });
}
