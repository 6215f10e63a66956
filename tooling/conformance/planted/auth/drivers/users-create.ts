import type { User } from '@patchbay/auth';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers } from '../../broken.ts';
import { type AuthDriver, driverOn, drops, forgives, inputs, instead, options } from '../broken.ts';
import { padded } from './passwords.ts';

const driver = driverOn('local');

/** Defects in how people are added. */
export const createDrivers: readonly AuthDriver[] = [
  driver(
    'picture-forgotten',
    'forgets the picture',
    'contract.users.create.everything_arrives',
    drops('users.create', 'pictureUrl'),
  ),
  driver(
    'metadata-forgotten',
    'forgets metadata',
    'contract.users.create.metadata',
    drops('users.create', 'metadata'),
  ),
  driver(
    'key-forgotten',
    'forgets the key of a call',
    'contract.users.create.same_key_same_answer',
    options('users.create', ({ idempotencyKey: _forgotten, ...rest }) => rest),
  ),
  driver(
    'verified-at-once',
    'takes every address for verified',
    'contract.users.create.unverified_unless_told',
    inputs('users.create', (input) => ({ emailVerified: true, ...input })),
  ),
  driver(
    'empty-address',
    'answers an empty address where there is none',
    'contract.users.create.by_user_name_alone',
    answers('users.create', (user) => ({ email: '', ...user })),
  ),
  driver(
    'taken-is-fine',
    'takes an address that somebody has',
    'contract.users.create.same_address_twice',
    forgives('users.create', 'user_exists'),
  ),
  driver(
    'name-numbered',
    'gives a second person another user name',
    'contract.users.create.same_user_name_twice',
    instead('users.create', (original) => async (input, ...rest) => {
      const { username, ...others } = fieldsOf(input);
      const another = { ...others, username: `${String(username)}-2` };
      return Promise.resolve(original(input, ...rest)).catch(() => original(another));
    }),
  ),
  driver(
    'id-of-its-own',
    'hands out ids of its own making',
    'contract.users.create.signs_in',
    answers<User>('users.create', (user) => ({ ...user, id: `own-${user.id}` })),
  ),
  driver(
    'password-shown',
    'shows the password',
    'contract.users.create.password_is_never_shown',
    instead('users.create', (original) => async (input, ...rest) => {
      const user: unknown = await original(input, ...rest);
      return Object.assign(fieldsOf(user), { raw: { password: fieldsOf(input)['password'] } });
    }),
  ),
  driver(
    'password-padded',
    'makes a short password longer',
    'errors.users.create.password_weak',
    inputs('users.create', padded),
  ),
  driver(
    'spaces-replaced',
    'replaces spaces in a user name',
    'errors.users.create.user_name_with_spaces',
    inputs('users.create', ({ username, ...input }) => ({
      ...input,
      ...(typeof username === 'string' && { username: username.replaceAll(' ', '-') }),
    })),
  ),
  driver(
    'name-cut',
    'cuts a long name',
    'errors.users.create.name_without_end',
    inputs('users.create', ({ name, ...input }) => ({
      ...input,
      ...(typeof name === 'string' && { name: name.slice(0, 200) }),
    })),
  ),
];
