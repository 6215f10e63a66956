import { assert, assertEqual, assertError, assertMentions, invoke } from '@patchbay/core/conformance';
import { type AuthRow, cases } from '../define.ts';

type Operation = 'users.create' | 'users.update' | 'users.find' | 'users.list';

/** Who is not taken. */
export const createErrorCases = cases('errors', 'users.create', {
  nobody_at_all: invalid('users.create', 'Nobody can be added without an address and a user name.', 'email', {
    name: 'Grace',
  }),
  address_is_none: invalid('users.create', 'What is no e-mail address is refused.', 'email', {
    email: 'grace',
  }),
  address_of_two_lines: invalid('users.create', 'An address is one line.', 'email', {
    email: 'a@b.example\nc@d.example',
  }),
  user_name_with_spaces: invalid('users.create', 'A user name has no spaces.', 'username', {
    username: 'grace hopper',
  }),
  user_name_empty: invalid('users.create', 'A user name has a letter at least.', 'username', {
    username: '',
  }),
  name_of_two_lines: invalid('users.create', 'A name is one line.', 'name', {
    username: 'grace',
    name: 'Grace\nHopper',
  }),
  name_without_end: invalid('users.create', 'A name has an end.', 'name', {
    username: 'grace',
    name: 'a'.repeat(5000),
  }),
  picture_is_a_script: invalid('users.create', 'A picture is at an address of the web.', 'pictureUrl', {
    username: 'grace',
    pictureUrl: 'javascript:alert(1)',
  }),
  metadata_of_another_type: invalid('users.create', 'Metadata are text.', 'metadata', {
    username: 'grace',
    metadata: { age: 42 },
  }),
  password_blank: invalid('users.create', 'A blank password is none.', 'password', {
    username: 'grace',
    password: '   ',
  }),
  password_weak: {
    title: 'A password below the directory’s shortest is `password_weak`, and nobody is added.',
    needs: { traits: ['users.password'] },
    async run(scene) {
      const before = await scene.subject.people();
      const password = 'Xk9#'.repeat(50).slice(0, scene.capabilities.limits.passwordLength - 1);
      const error = await scene.failure(scene.auth.users.create(scene.newcomer({ password }), scene.once()));
      assertError(error, { code: 'invalid_request', reason: 'password_weak', outcome: 'not_applied' });
      assert(!JSON.stringify(error).includes(password), 'the error does not show it');
      assertEqual(await scene.subject.people(), before, 'people');
    },
  },
});

/** What somebody cannot become. */
export const changeErrorCases = cases('errors', 'users.update', {
  address_is_none: invalid('users.update', 'Nobody moves to what is no e-mail address.', 'email', {
    email: 'grace',
  }),
  name_of_two_lines: invalid('users.update', 'A new name is one line too.', 'name', {
    name: 'Grace\nHopper',
  }),
  status: invalid('users.update', 'A status is not changed in passing.', 'status', { status: 'disabled' }),
  password: invalid('users.update', 'A password is not changed in passing.', 'password', {
    password: 'Correct-horse 7',
  }),
});

/** Whom nobody can be looking for. */
export const findErrorCases = cases('errors', 'users.find', {
  by_nothing: invalid('users.find', 'Nobody is found by nothing: that would be everybody.', 'email', {}),
  by_both: invalid('users.find', 'It is asked by one of address and user name.', 'email', {
    email: 'grace@people.example',
    username: 'grace',
  }),
  by_nobody: invalid('users.find', 'What is no address finds nobody, and says so.', 'email', {
    email: 'grace',
  }),
});

/** Lists that there are not. */
export const listErrorCases = cases('errors', 'users.list', {
  status_unknown: invalid('users.list', 'A status that nobody has is refused.', 'status', {
    status: 'asleep',
  }),
});

/** Refused before any request, by a message that names the field. */
function invalid(operation: Operation, title: string, field: string, input: object): AuthRow {
  return {
    title,
    parameters: { operation, title, input },
    async run(scene) {
      const requests = scene.recordRequests();
      const before = await scene.subject.people();
      const fields = operation === 'users.update' ? { id: scene.fixtures.unknownUserId, ...input } : input;
      const error = await scene.failure(invoke(scene.facade, operation, fields, scene.once()));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertMentions(error, field);
      assertEqual([requests().length, await scene.subject.people()], [0, before], 'requests, people');
    },
  };
}
