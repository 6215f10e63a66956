import type { User } from '@patchbay/auth';
import type { AnyAuth } from '@patchbay/auth/conformance';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers, pages, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, forgives, type Input, instead } from '../broken.ts';

const driver = driverOn('local');

/** Defects in how people are read, found and listed. */
export const readDrivers: readonly AuthDriver[] = [
  driver(
    'missing-is-empty',
    'answers an empty person for nobody',
    'errors.users.get.unknown_id',
    forgives('users.get', 'user_missing'),
  ),
  driver(
    'person-prints',
    'prints the provider’s own person',
    'contract.users.get.answers_in_form',
    answers<User>('users.get', (user) => ({ ...user, raw: user.raw })),
  ),
  driver(
    'no-bare-id',
    'takes no bare id',
    'contract.users.get.takes_a_bare_id',
    instead(
      'users.get',
      (original) =>
        (input, ...rest) =>
          original(fieldsOf(input), ...rest),
    ),
  ),
  driver(
    'times-as-text',
    'tells times as text',
    'contract.users.list.answers_in_form',
    pages<User>('users.list', (users) =>
      users.map((user) => ({ ...user, createdAt: user.createdAt.toISOString() })),
    ),
  ),
  finds(
    'case-kept',
    'misses an address in other letters',
    'by_address',
    (user, { email }) => user.email === email,
  ),
  finds(
    'name-begins',
    'finds a user name that only begins alike',
    'by_user_name',
    (user, { username }) => user.username?.startsWith(String(username)) === true,
  ),
  finds(
    'address-ends',
    'finds an address that only ends alike',
    'never_by_a_part',
    (user, { email }) => user.email?.endsWith(String(email)) === true,
  ),
  finds('address-as-pattern', 'takes an address for a pattern', 'never_by_a_pattern', (user, { email }) =>
    new RegExp(`^${String(email).replaceAll('+', '\\+').replaceAll('_', '.')}$`).test(user.email ?? ''),
  ),
  driver(
    'newest-first',
    'lists the newest first',
    'contract.users.list.everybody_oldest_first',
    pages<User>('users.list', (users) => users.toReversed()),
  ),
  driver(
    'somebody-twice',
    'lists somebody twice',
    'contract.users.list.nobody_twice',
    pages<User>('users.list', ([first, ...others]) => [first, first, ...others.slice(1)]),
  ),
  driver(
    'status-ignored',
    'ignores the status that was asked for',
    'contract.users.list.by_status',
    instead(
      'users.list',
      (original) =>
        (_input, ...rest) =>
          original({}, ...rest),
    ),
  ),
  driver(
    'pages-by-number',
    'counts people to find the next page',
    'contract.users.list.somebody_comes_and_goes_between_pages',
    { facade: pagedByNumber },
  ),
];

/** People are found by another comparison. */
function finds(
  id: string,
  what: string,
  rule: string,
  isFound: (user: User, wanted: Input) => boolean,
): AuthDriver {
  return driver(id, what, `contract.users.find.${rule}`, {
    facade: (auth) =>
      replace(auth, 'users.find', () => async (wanted) => {
        const all = await everybody(auth);
        return all.filter((user) => isFound(user, fieldsOf(wanted)));
      }),
  });
}

async function everybody(auth: AnyAuth): Promise<readonly User[]> {
  const users: User[] = [];
  for await (const user of auth.users.list()) users.push(user);
  return users;
}

/** The cursor is how many people came before. */
function pagedByNumber(auth: AnyAuth): ReturnType<typeof replace> {
  return replace(auth, 'users.list', () => (_input, given) => {
    const { limit = 100 } = fieldsOf(given);
    const page = async (cursor = '0') => {
      const end = Number(cursor) + Number(limit);
      const all = await everybody(auth);
      return { items: all.slice(Number(cursor), end), ...(end < all.length && { next: String(end) }) };
    };
    return { page, [Symbol.asyncIterator]: () => auth.users.list()[Symbol.asyncIterator]() };
  });
}
