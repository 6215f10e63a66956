import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Auth, User } from '../../index.ts';
import { cases } from '../define.ts';
import { Visitor } from './visitor.ts';
import { open } from './visits.ts';

/* Application code: it names no provider. */

type Directory = Auth<
  | 'users.create'
  | 'users.find'
  | 'users.list'
  | 'users.disable'
  | 'users.setPassword'
  | 'users.verifyPassword'
>;

/** Somebody in the list of the staff. */
interface Employee {
  readonly email: string;
  readonly name: string;
}

/** Adds who is on the list and not there yet. It may be run again. */
async function importStaff(auth: Directory, staff: readonly Employee[]): Promise<number> {
  let added = 0;
  for (const { email, name } of staff) {
    try {
      await auth.users.create({ email, name, emailVerified: true }, { idempotencyKey: `staff:${email}` });
      added += 1;
    } catch (error) {
      if (!IntegrationError.is(error, 'already_exists')) throw error;
    }
  }
  return added;
}

type Row = Pick<User, 'email' | 'name' | 'status'>;

/** Brings a table of the application up to date with the directory. */
async function syncTable(auth: Directory, table: Map<string, Row>): Promise<void> {
  const seen = new Set<string>();
  for await (const { id, email, name, status } of auth.users.list({}, { limit: 2 })) {
    seen.add(id);
    table.set(id, { ...(email !== undefined && { email }), ...(name !== undefined && { name }), status });
  }
  for (const id of table.keys()) if (!seen.has(id)) table.delete(id);
}

/** A form with a name and a password. It tells strangers nothing. */
async function logIn(auth: Directory, identifier: string, password: string): Promise<string> {
  const verdict = await auth.users.verifyPassword({ identifier, password });
  if (verdict.status === 'right') return `Welcome ${verdict.user.id}`;
  return verdict.status === 'locked' ? 'Please try again later.' : 'This is not right.';
}

const staff: readonly Employee[] = [
  { email: 'grace@staff.example', name: 'Grace' },
  { email: 'joan@staff.example', name: 'Joan' },
  { email: 'Grace@staff.example', name: 'Grace, again' },
];
const first = 'Correct-horse 7 battery staple';
const second = 'Another-horse 8 battery staple';

/** Those who look after other people’s accounts. */
export const directoryScenarios = cases('scenarios', 'directory', {
  staff_is_imported: {
    title: 'The list of the staff, with somebody on it twice, is imported twice: everybody is there once.',
    needs: { operations: ['users.create', 'users.find'] },
    async run(scene) {
      const before = await scene.subject.people();
      assertEqual(await scene.value(importStaff(scene.auth, staff)), 2, 'who is new at first');
      await scene.value(importStaff(scene.auth, [...staff, { email: 'mary@staff.example', name: 'Mary' }]));
      assertEqual((await scene.subject.people()) - before, 3, 'people who came');
      const [grace] = await scene.value(scene.auth.users.find({ email: 'grace@staff.example' }));
      assertEqual(grace?.name, 'Grace', 'the name on the list, as it came first');
    },
  },
  table_follows_the_directory: {
    title: 'A table of the application follows the directory: who comes, who changes, who goes.',
    needs: { operations: ['users.create', 'users.list', 'users.update', 'users.delete', 'users.disable'] },
    async run(scene) {
      const table = new Map<string, Row>();
      const [grace, joan, mary] = [
        await scene.create({ name: 'Grace' }),
        await scene.create({ name: 'Joan' }),
        await scene.create({ name: 'Mary' }),
      ];
      await scene.value(syncTable(scene.auth, table));
      assertEqual(table.size, await scene.subject.people(), 'rows');
      await scene.value(scene.auth.users.update({ id: grace.id, name: 'Grace Hopper' }));
      await scene.value(scene.auth.users.disable(joan.id));
      await scene.value(scene.auth.users.delete(mary.id));
      await scene.value(syncTable(scene.auth, table));
      const rows = [grace, joan, mary].map(({ id }) => table.get(id));
      const found = rows.map((row) => row && [row.name, row.status]);
      assertEqual(found, [['Grace Hopper', 'active'], ['Joan', 'disabled'], undefined], 'the three');
    },
  },
  invited: {
    title: 'Somebody is invited, sets a password, and is welcome with it; before that nobody is.',
    needs: {
      operations: ['users.create', 'users.setPassword', 'users.verifyPassword'],
      traits: ['users.password'],
    },
    async run(scene) {
      const { id, email = '' } = await scene.create({ name: 'Grace' });
      assertEqual(await scene.value(logIn(scene.auth, email, first)), 'This is not right.', 'before');
      await scene.value(scene.auth.users.setPassword({ id, password: first }));
      assertEqual(await scene.value(logIn(scene.auth, email, first)), `Welcome ${id}`, 'afterwards');
    },
  },
  password_is_changed: {
    title:
      'Who suspects a thief changes the password: the thief’s session ends, and the old password with it.',
    needs: {
      operations: ['users.setPassword', 'users.verifyPassword', 'flow.refresh'],
      traits: ['users.password', 'sign_in'],
    },
    async run(scene) {
      const { site, visitor: thief } = open(scene);
      const { subject: id, email } = scene.fixtures.people.ada;
      await scene.value(scene.auth.users.setPassword({ id, password: first }));
      await thief.visit('/orders', 'ada');
      const [session] = site.sessions.values();
      await scene.value(scene.auth.users.setPassword({ id, password: second }));
      assert(session !== undefined, 'the thief had a session');
      assertEqual(await scene.value(site.refresh(session)), undefined, 'the thief’s tokens');
      assertEqual(await scene.value(logIn(scene.auth, email, first)), 'This is not right.', 'the old one');
      assertEqual(await scene.value(logIn(scene.auth, email, second)), `Welcome ${id}`, 'the new one');
    },
  },
  curious_stranger: {
    title: 'A stranger who tries addresses learns from no answer who is a customer.',
    needs: { operations: ['users.create', 'users.verifyPassword'], traits: ['users.password'] },
    async run(scene) {
      const { identifier } = await scene.withPassword(first);
      const answers = new Set<string>();
      for (const name of [identifier, 'nobody@people.example', 'root', "' or 1=1 --"])
        answers.add(await scene.value(logIn(scene.auth, name, second)));
      assertEqual([...answers], ['This is not right.'], 'the answers');
    },
  },
  last_day_at_work: {
    title: 'On somebody’s last day their access ends everywhere: sessions, sign-in and all.',
    needs: { operations: ['users.disable', 'flow.refresh'], traits: ['sign_in'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const [session] = site.sessions.values();
      assert(session !== undefined, 'there is a session');
      await scene.value(scene.auth.users.disable(scene.fixtures.people.ada.subject));
      assertEqual(await scene.value(site.refresh(session)), undefined, 'tokens afterwards');
      assertEqual(site.sessions.size, 0, 'sessions');
      assertEqual(await new Visitor(scene, site).read('/orders', 'bob'), '/orders for account-2', 'Bob');
    },
  },
});
