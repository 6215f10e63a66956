import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Suppression } from '../../suppression.ts';
import { cases } from '../define.ts';

const withAdd = { operations: ['suppressions.add'] } as const;

/** Addresses that are no longer sent to: reading. */
export const suppressionReadCases = [
  ...cases('contract', 'suppressions.list', {
    pages_without_loss: {
      title: 'A list taken in pages has everyone once.',
      needs: withAdd,
      async run(scene) {
        const added: string[] = [];
        for (let count = 0; count < 5; count += 1) added.push(await scene.suppressed());
        const paged = await scene.all(
          scene.email.suppressions.list({ reason: 'unsubscribed' }, { limit: 2 }),
        );
        assertEqual(emails(paged).toSorted(), added.toSorted(), 'addresses in pages of two');
        assertEqual(
          emails(await scene.all(scene.email.suppressions.list())).toSorted(),
          added.toSorted(),
          'addresses',
        );
      },
    },
    page_by_page: {
      title: 'A page has as many as were asked for, and the cursor leads to the rest.',
      needs: withAdd,
      async run(scene) {
        for (let count = 0; count < 3; count += 1) await scene.suppressed();
        const list = scene.email.suppressions.list({ reason: 'unsubscribed' }, { limit: 2 });
        const first = await scene.value(list.page());
        const second = await scene.value(list.page(first.next));
        assertEqual([first.items.length, second.items.length], [2, 1], 'length of both pages');
        assertEqual(new Set(emails([...first.items, ...second.items])).size, 3, 'different addresses');
      },
    },
    by_reason: {
      title: 'A list of one reason has no other.',
      needs: withAdd,
      async run(scene) {
        const email = await scene.suppressed();
        const [left, complained] = [
          await scene.all(scene.email.suppressions.list({ reason: 'unsubscribed' })),
          await scene.all(scene.email.suppressions.list({ reason: 'complained' })),
        ];
        assertEqual([emails(left), emails(complained)], [[email], []], 'unsubscribed, and complained');
      },
    },
    empty: {
      title: 'Nobody is suppressed in a fresh account.',
      async run(scene) {
        assertEqual(await scene.all(scene.email.suppressions.list()), [], 'addresses');
      },
    },
  }),
  ...cases('contract', 'suppressions.get', {
    tells_why: {
      title: 'Who was added is suppressed as `unsubscribed`, since now.',
      needs: withAdd,
      async run(scene) {
        const email = await scene.suppressed();
        const [found, ...more] = await scene.value(scene.email.suppressions.get(email));
        assertEqual(
          [found?.email, found?.reason, more],
          [email, 'unsubscribed', []],
          'address, reason, others',
        );
        const offByMs = Math.abs((found?.createdAt?.getTime() ?? scene.clock.now()) - scene.clock.now());
        assert(offByMs <= 2000, `createdAt is now, found ${offByMs} ms off`);
      },
    },
    nobody: {
      title: 'Somebody who is not suppressed has no suppressions; that is no error.',
      needs: withAdd,
      async run(scene) {
        await scene.suppressed();
        assertEqual(await scene.value(scene.email.suppressions.get(scene.somebody())), [], 'suppressions');
      },
    },
    after_a_hard_bounce: {
      title: 'After a hard bounce the address is suppressed as `bounced`, and is not sent to any more.',
      needs: { operations: ['send'], traits: ['webhooks'] },
      async run(scene) {
        const [gone, ada] = [scene.somebody(), scene.at('ada')];
        await scene.happen('bounced', await scene.send({ to: gone }), gone);
        const found = await scene.value(scene.email.suppressions.get(gone));
        assertEqual(
          found.map(({ reason }) => reason),
          ['bounced'],
          'reasons',
        );
        assertEqual((await scene.arrived({ to: [gone, ada] })).envelope, [ada], 'envelope of the next mail');
      },
    },
    after_a_complaint: {
      title: 'After a complaint the address is suppressed as `complained`.',
      needs: { operations: ['send'], traits: ['webhooks'] },
      async run(scene) {
        const angry = scene.somebody();
        await scene.happen('complained', await scene.send({ to: angry }), angry);
        const found = await scene.value(scene.email.suppressions.get({ email: angry }));
        assertEqual(
          found.map(({ reason }) => reason),
          ['complained'],
          'reasons',
        );
      },
    },
  }),
];

/** Addresses that are no longer sent to: changing. */
export const suppressionChangeCases = [
  ...cases('contract', 'suppressions.add', {
    twice_is_once: {
      title: 'Who is added twice is suppressed once.',
      needs: { operations: ['suppressions.list'] },
      async run(scene) {
        const email = await scene.suppressed();
        await scene.suppressed(email);
        assertEqual(emails(await scene.all(scene.email.suppressions.list())), [email], 'addresses');
      },
    },
    others_are_served: {
      title: 'Nobody else is suppressed.',
      needs: { operations: ['send'] },
      async run(scene) {
        const quiet = await scene.suppressed();
        const other = quiet.replace('@', '.too@');
        assertEqual((await scene.arrived({ to: other })).envelope, [other], 'envelope');
      },
    },
  }),
  ...cases('contract', 'suppressions.remove', {
    is_served_again: {
      title: 'Who is taken off the list gets mail again.',
      needs: { operations: ['send', 'suppressions.add', 'suppressions.get'] },
      async run(scene) {
        const email = await scene.suppressed();
        await scene.value(scene.email.suppressions.remove(email, scene.once()));
        assertEqual(await scene.value(scene.email.suppressions.get(email)), [], 'suppressions');
        assertEqual((await scene.arrived({ to: email })).envelope, [email], 'envelope');
      },
    },
    nobody: {
      title: 'Taking off who is not on the list is no error.',
      async run(scene) {
        const removal = scene.email.suppressions.remove({ email: scene.somebody() }, scene.once());
        assertEqual(await scene.value(removal), undefined, 'answer');
      },
    },
    others_stay: {
      title: 'Taking one off leaves the others on.',
      needs: { operations: ['suppressions.add', 'suppressions.list'] },
      async run(scene) {
        const [one, other] = [await scene.suppressed(), await scene.suppressed()];
        await scene.value(scene.email.suppressions.remove(one, scene.once()));
        assertEqual(emails(await scene.all(scene.email.suppressions.list())), [other], 'addresses');
      },
    },
    after_a_bounce: {
      title: 'A bounced address can be taken off whatever the reason, and gets mail again.',
      needs: { operations: ['send'], traits: ['webhooks'] },
      async run(scene) {
        const back = scene.somebody();
        await scene.happen('bounced', await scene.send({ to: back }), back);
        await scene.value(scene.email.suppressions.remove(back, scene.once()));
        assertEqual((await scene.arrived({ to: back })).envelope, [back], 'envelope');
      },
    },
  }),
];

function emails(suppressions: readonly Suppression[]): readonly string[] {
  return suppressions.map(({ email }) => email);
}
