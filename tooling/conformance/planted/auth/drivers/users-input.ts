import { fieldsOf } from '@patchbay/core/conformance';
import { type AuthDriver, driverOn, drops, type Input, inputs } from '../broken.ts';

const driver = driverOn('local');

/** Defects in what is asked of a directory: it is put right, without a word. */
export const userInputDrivers: readonly AuthDriver[] = [
  driver(
    'nobody-named',
    'makes up a user name for nobody',
    'errors.users.create.nobody_at_all',
    inputs('users.create', (input) =>
      'email' in input || 'username' in input ? input : { ...input, username: 'nobody' },
    ),
  ),
  rewrites(
    'address-completed',
    'completes half an address',
    'users.create.address_is_none',
    'email',
    (text) => (text.includes('@') ? text : `${text}@example.com`),
  ),
  rewrites(
    'first-address',
    'takes the first of two addresses',
    'users.create.address_of_two_lines',
    'email',
    firstLine,
  ),
  rewrites(
    'first-line',
    'takes the first line of a name',
    'users.create.name_of_two_lines',
    'name',
    firstLine,
  ),
  rewrites(
    'new-first-line',
    'takes the first line of a new name',
    'users.update.name_of_two_lines',
    'name',
    firstLine,
  ),
  driver(
    'empty-name-dropped',
    'drops an empty user name',
    'errors.users.create.user_name_empty',
    inputs('users.create', ({ username, ...input }) => ({
      email: 'made-up@people.example',
      ...input,
      ...(username !== '' && { username }),
    })),
  ),
  rewrites(
    'picture-cleaned',
    'makes an address of any picture',
    'users.create.picture_is_a_script',
    'pictureUrl',
    () => 'https://people.example/none.png',
  ),
  driver(
    'metadata-written-out',
    'writes numbers out as texts',
    'errors.users.create.metadata_of_another_type',
    inputs('users.create', ({ metadata, ...input }) => ({
      ...input,
      ...(metadata !== undefined && {
        metadata: Object.fromEntries(
          Object.entries(fieldsOf(metadata)).map(([name, value]) => [name, String(value)]),
        ),
      }),
    })),
  ),
  driver(
    'blank-password-dropped',
    'drops a blank password',
    'errors.users.create.password_blank',
    drops('users.create', 'password'),
  ),
  driver('status-dropped', 'drops a status', 'errors.users.update.status', drops('users.update', 'status')),
  driver(
    'password-dropped',
    'drops a password in a change',
    'errors.users.update.password',
    drops('users.update', 'password'),
  ),
  driver(
    'address-before-name',
    'looks for the address alone where both are given',
    'errors.users.find.by_both',
    drops('users.find', 'username'),
  ),
  driver(
    'status-unread',
    'ignores a status that nobody has',
    'errors.users.list.status_unknown',
    drops('users.list', 'status'),
  ),
];

/** A field of text is put right: `mistake` is the operation with the mistake that is made. */
function rewrites(
  id: string,
  what: string,
  mistake: string,
  field: string,
  change: (text: string) => string,
): AuthDriver {
  const changed = ({ [field]: text, ...input }: Input): Input =>
    typeof text === 'string' ? { ...input, [field]: change(text) } : input;
  const operation = mistake.split('.').slice(0, 2).join('.');
  return driver(id, what, `errors.${mistake}`, inputs(operation, changed));
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
