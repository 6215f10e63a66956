import { assert, assertEqual } from '@patchbay/core/conformance';
import type { User } from '../../user.ts';
import { cases } from '../define.ts';

const withCreate = { operations: ['users.create'] } as const;

/** People are found by what they sign in with. */
export const findCases = cases('contract', 'users.find', {
  by_address: {
    title: 'Somebody is found by their e-mail address, in any letters.',
    needs: withCreate,
    async run(scene) {
      const user = await scene.create({ email: 'Grace.Hopper@people.example' });
      await scene.create();
      for (const email of ['Grace.Hopper@people.example', 'grace.hopper@PEOPLE.example'])
        assertEqual(idsOf(await scene.value(scene.auth.users.find({ email }))), [user.id], email);
    },
  },
  by_user_name: {
    title: 'Somebody is found by their user name.',
    needs: withCreate,
    async run(scene) {
      const user = await scene.create({ username: 'grace' });
      await scene.create({ username: 'grace-2' });
      const found = await scene.value(scene.auth.users.find({ username: 'grace' }));
      assertEqual(idsOf(found), [user.id], 'who is found');
    },
  },
  never_by_a_part: {
    title: 'A part of an address finds nobody, and a stranger’s neither.',
    needs: withCreate,
    async run(scene) {
      await scene.create({ email: 'grace.hopper@people.example' });
      for (const email of [
        'hopper@people.example',
        'grace.hopper@people.example.org',
        'nobody@people.example',
      ])
        assertEqual(await scene.value(scene.auth.users.find({ email })), [], email);
    },
  },
  never_by_a_pattern: {
    title: 'What is a pattern or a quotation mark elsewhere is a letter like any other.',
    needs: withCreate,
    async run(scene) {
      const user = await scene.create({ email: "o'brien+shop_1@people.example" });
      await scene.create({ email: "o'brien+shopX1@people.example" });
      const found = await scene.value(scene.auth.users.find({ email: "o'brien+shop_1@people.example" }));
      assertEqual(idsOf(found), [user.id], 'who is found');
    },
  },
  nobody_who_is_gone: {
    title: 'Who was deleted is found no more, and the address is free again.',
    needs: { operations: ['users.create', 'users.delete'] },
    async run(scene) {
      const email = 'grace@people.example';
      const user = await scene.create({ email });
      await scene.value(scene.auth.users.delete(user.id));
      assertEqual(await scene.value(scene.auth.users.find({ email })), [], 'who is found');
      const successor = await scene.create({ email });
      assert(successor.id !== user.id, 'who comes after is somebody else');
    },
  },
  who_can_sign_in: {
    title: 'The people who can sign in are in the directory, by the subject of their identity.',
    async run(scene) {
      for (const { email, subject } of Object.values(scene.fixtures.people))
        assertEqual(idsOf(await scene.value(scene.auth.users.find({ email }))), [subject], email);
    },
  },
});

/** All people, page by page. */
export const listCases = cases('contract', 'users.list', {
  everybody_oldest_first: {
    title: 'Everybody is listed, oldest first.',
    needs: withCreate,
    async run(scene) {
      const known = (await scene.all(scene.auth.users.list())).length;
      const created: string[] = [];
      for (let count = 0; count < 4; count += 1) {
        created.push((await scene.create()).id);
        await scene.clock.advance(1000);
      }
      assertEqual(idsOf(await scene.all(scene.auth.users.list())).slice(known), created, 'who came last');
    },
  },
  nobody_twice: {
    title: 'Pages are no longer than asked for; together they list everybody once.',
    needs: withCreate,
    async run(scene) {
      for (let count = 0; count < 5; count += 1) await scene.create();
      const list = scene.auth.users.list({}, { limit: 3 });
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let count = 0; count < 20; count += 1) {
        const page = await scene.value(list.page(cursor));
        assert(page.items.length <= 3, `three at most, found ${page.items.length}`);
        seen.push(...idsOf(page.items));
        cursor = page.next;
        if (cursor === undefined) break;
      }
      assertEqual(cursor, undefined, 'what comes after the last page');
      assertEqual(seen, idsOf(await scene.all(scene.auth.users.list())), 'everybody');
      assertEqual(new Set(seen).size, seen.length, 'different people');
    },
  },
  somebody_comes_and_goes_between_pages: {
    title: 'Who comes or goes between two pages lets nobody else be left out or listed twice.',
    needs: { operations: ['users.create', 'users.delete'] },
    async run(scene) {
      const users: User[] = [];
      for (let count = 0; count < 5; count += 1) users.push(await scene.create());
      const before = idsOf(await scene.all(scene.auth.users.list()));
      const list = scene.auth.users.list({}, { limit: before.length - 2 });
      const first = await scene.value(list.page());
      const gone = users[0]?.id ?? '';
      await scene.value(scene.auth.users.delete(gone));
      await scene.create();
      const rest = idsOf((await scene.value(list.page(first.next))).items);
      assertEqual(rest.slice(0, 2), before.slice(-2), 'who follows');
      assertEqual(new Set([...idsOf(first.items), ...rest]).size, before.length + 1, 'different people');
    },
  },
  by_status: {
    title: 'People are listed by their status.',
    needs: { operations: ['users.create', 'users.disable'] },
    async run(scene) {
      const [active, disabled] = [await scene.create(), await scene.create()];
      await scene.value(scene.auth.users.disable(disabled.id));
      const out = idsOf(await scene.all(scene.auth.users.list({ status: 'disabled' })));
      assertEqual(out, [disabled.id], 'who is disabled');
      const others = idsOf(await scene.all(scene.auth.users.list({ status: 'active' })));
      assertEqual([others.includes(active.id), others.includes(disabled.id)], [true, false], 'who is active');
    },
  },
});

function idsOf(users: readonly User[]): readonly string[] {
  return users.map(({ id }) => id);
}
