import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Message } from '../../message.ts';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';
import { Office } from './office.ts';
import { deliverAll } from './steps.ts';

const hooks = { operations: ['send'], traits: ['webhooks'] } as const;

/** Letters to many. */
export const listScenarios = cases('scenarios', 'lists', {
  one_bad_address: {
    title:
      'A newsletter to forty readers, one of them with a wrong address: thirty-nine get it, one is named.',
    needs: { operations: ['send'] },
    async run(scene) {
      const office = new Office(scene.email);
      const readers = Array.from({ length: 40 }, (_, index) =>
        index === 17 ? 'ada(at)example' : scene.somebody(),
      );
      const result = await scene.value(office.newsletter('may', readers, issueOf(scene)));
      assertEqual(result, { sent: 39, missed: ['ada(at)example'] }, 'what the office knows');
      assertEqual(await scene.mailbox.count(), 39, 'mails on the far side');
    },
  },
  everyone_has_a_mail_of_their_own: {
    title: 'No reader of a newsletter sees another one.',
    needs: { operations: ['send'] },
    async run(scene) {
      const office = new Office(scene.email);
      const readers = [scene.somebody(), scene.somebody(), scene.somebody()];
      await scene.value(office.newsletter('june', readers, issueOf(scene)));
      for (const { to, envelope } of await scene.mailbox.accepted())
        assertEqual([to.length, envelope.length], [1, 1], 'readers who are shown, and who are served');
    },
  },
  one_click_and_out: {
    title: 'A reader leaves with one click; the next issue goes to the others.',
    needs: { ...hooks, traits: ['webhooks', 'headers'] },
    async run(scene) {
      const office = new Office(scene.email);
      const [leaving, staying] = [scene.somebody(), scene.somebody()];
      await scene.value(office.newsletter('july', [leaving, staying], issueOf(scene)));
      const mails = await scene.mailbox.accepted();
      const mail = mails.find(({ envelope }) => envelope.includes(leaving));
      assert(mail !== undefined, 'the leaving reader got a mail');
      assert(
        mail.headers.some(({ name }) => /^list-unsubscribe$/i.test(name)),
        'there is a way out',
      );
      await scene.happen('unsubscribed', mail, leaving);
      await deliverAll(scene, office);
      assertEqual(
        (await scene.value(office.newsletter('august', [leaving, staying], issueOf(scene)))).sent,
        1,
        'mails of the next issue',
      );
      assertEqual((await scene.newest()).envelope, [staying], 'envelope of the last mail');
    },
  },
  complaint: {
    title: 'Somebody says that it is spam: the office never writes again.',
    needs: hooks,
    async run(scene) {
      const office = new Office(scene.email);
      const angry = scene.somebody();
      await scene.value(office.newsletter('september', [angry], issueOf(scene)));
      await scene.happen('complained', await scene.newest(), angry);
      await deliverAll(scene, office);
      assertEqual(
        await scene.value(office.newsletter('october', [angry], issueOf(scene))),
        { sent: 0, missed: [] },
        'the next issue',
      );
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  gone_mailbox: {
    title: 'A mailbox is gone: the bounce is noted, and the provider itself does not try again.',
    needs: { ...hooks, operations: ['send', 'suppressions.get'] },
    async run(scene) {
      const office = new Office(scene.email);
      const gone = scene.somebody();
      const letter = await scene.value(office.post('receipt:1', scene.message({ to: gone })));
      await scene.happen('bounced', { id: letter.messageId ?? '' }, gone);
      await deliverAll(scene, office);
      assert(office.silent.has(gone), 'the office knows');
      await scene.value(office.post('receipt:2', scene.message({ to: [gone, scene.at('ada')] })));
      assertEqual((await scene.newest()).envelope, [scene.at('ada')], 'envelope of the next mail');
    },
  },
  back_again: {
    title: 'Somebody who left comes back: the address is served again.',
    needs: { operations: ['send', 'suppressions.add', 'suppressions.remove'] },
    async run(scene) {
      const office = new Office(scene.email);
      const reader = await scene.suppressed();
      await scene.value(scene.email.suppressions.remove(reader));
      const { sent } = await scene.value(office.newsletter('november', [reader], issueOf(scene)));
      assertEqual([sent, (await scene.newest()).envelope], [1, [reader]], 'mails, and envelope');
    },
  },
  wrong_mailbox_of_a_family: {
    title: 'One mailbox of a family does not exist; the others get the letter, and the office knows at once.',
    needs: { operations: ['send'], traits: ['recipient_results'] },
    async run(scene) {
      const wrong = scene.fixtures.refusedRecipient ?? '';
      const { status, recipients } = await scene.send({ to: [scene.at('ada'), wrong, scene.at('byron')] });
      const missed = recipients
        .filter((recipient) => recipient.status === 'refused')
        .map(({ email }) => email);
      assertEqual([status, missed], ['partial', [wrong]], 'status, and who was missed');
    },
  },
});

function issueOf(scene: EmailScene): (reader: string) => Message {
  const { traits } = scene.email.capabilities;
  const unsubscribe = { url: 'https://shop.example/leave?list=news' };
  return (to) => scene.message({ to, subject: 'News', ...(traits['headers'] && { unsubscribe }) });
}
