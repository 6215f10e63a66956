import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** What the provider promises, recipient by recipient. */
export const receiptCases = cases('contract', 'send', {
  receipt_of_a_plain_mail: {
    title: 'The receipt says that the mail was taken, for whom, and has the provider’s own id.',
    async run(scene) {
      const receipt = await scene.send();
      const { status, provider, recipients } = receipt;
      assertEqual([status, provider], ['accepted', scene.email.provider], 'status, and provider');
      assertEqual(
        recipients.map(({ email, kind, status: fate }) => [email, kind, fate]),
        [[scene.at('ada'), 'to', 'accepted']],
        'recipients',
      );
      assertEqual((await scene.newest()).id, receipt.id, 'the id on the far side');
    },
  },
  receipt_names_everyone_in_order: {
    title: 'There is one result for each recipient, in the order of to, cc, bcc.',
    async run(scene) {
      const [to, cc, bcc] = ['to', 'cc', 'bcc'].map((kind) => [scene.at(`${kind}-2`), scene.at(`${kind}-1`)]);
      const { recipients } = await scene.send({ bcc: bcc ?? [], cc: cc ?? [], to: to ?? [] });
      assertEqual(
        recipients.map(({ email, kind }) => [kind, email]),
        ['to', 'to', 'cc', 'cc', 'bcc', 'bcc'].map((kind, index) => [
          kind,
          scene.at(`${kind}-${2 - (index % 2)}`),
        ]),
        'recipients',
      );
      assert(
        recipients.every(({ reason }) => reason === undefined),
        'who is served has no reason',
      );
    },
  },
  receipt_has_its_own_id: {
    title: 'The same mail sent twice without a key is two mails with two ids.',
    async run(scene) {
      const message = scene.message();
      const first = await scene.value(scene.email.send(message));
      const second = await scene.value(scene.email.send(message));
      assert(first.id !== second.id, `two ids, found ${first.id} twice`);
      assertEqual(await scene.mailbox.count(), 2, 'mails on the far side');
    },
  },
  receipt_keeps_the_raw_answer_out_of_print: {
    title: 'The provider’s own answer is there as `raw`, and is neither printed nor copied by accident.',
    async run(scene) {
      const receipt = await scene.send();
      assert(typeof receipt.raw === 'object' && receipt.raw !== null, 'raw is the provider’s answer');
      assertEqual('raw' in { ...receipt }, false, 'raw is copied by a spread');
    },
  },
  refused_recipient_among_others: {
    title: 'A mailbox that is unknown is refused; the others get the mail. That is a result, not an error.',
    needs: { traits: ['recipient_results'] },
    async run(scene) {
      const { refusedRecipient = '' } = scene.fixtures;
      const receipt = await scene.send({ to: [scene.at('ada'), refusedRecipient], cc: scene.at('grace') });
      assertEqual(receipt.status, 'partial', 'status');
      assertEqual(
        receipt.recipients.map(({ email, status, reason }) => [email, status, reason]),
        [
          [scene.at('ada'), 'accepted', undefined],
          [refusedRecipient, 'refused', 'mailbox_unknown'],
          [scene.at('grace'), 'accepted', undefined],
        ],
        'recipients',
      );
      const { envelope } = await scene.mailOf(receipt);
      assertEqual(envelope.toSorted(), [scene.at('ada'), scene.at('grace')], 'envelope');
    },
  },
  refused_recipient_alone: {
    title: 'A mail that is refused for everyone is refused: nothing is sent, and nothing is thrown.',
    needs: { traits: ['recipient_results'] },
    async run(scene) {
      const { refusedRecipient = '' } = scene.fixtures;
      const { status, recipients } = await scene.send({ to: refusedRecipient });
      assertEqual(
        [status, recipients.map(({ status: fate, reason }) => [fate, reason])],
        ['refused', [['refused', 'mailbox_unknown']]],
        'status, and the recipient',
      );
      assertEqual(await scene.mailbox.count(), 0, 'mails on the far side');
    },
  },
  full_mailbox: {
    title: 'A mailbox that is full for now is `deferred`, not refused for good.',
    needs: { traits: ['recipient_results'] },
    async run(scene) {
      const { fullRecipient = '' } = scene.fixtures;
      const { status, recipients } = await scene.send({ to: [scene.at('ada'), fullRecipient] });
      assertEqual(status, 'partial', 'status');
      assertEqual(
        recipients.map(({ status: fate, reason }) => [fate, reason]),
        [
          ['accepted', undefined],
          ['deferred', 'mailbox_full'],
        ],
        'recipients',
      );
    },
  },
  suppressed_recipient: {
    title: 'Who is suppressed is not sent to; the others are.',
    needs: { operations: ['suppressions.add'] },
    async run(scene) {
      const quiet = await scene.suppressed();
      const receipt = await scene.send({ to: [scene.at('ada'), quiet] });
      assertEqual((await scene.mailOf(receipt)).envelope, [scene.at('ada')], 'envelope');
    },
  },
  suppressed_recipient_is_told: {
    title: 'A provider that knows each recipient’s fate says who is suppressed.',
    needs: { operations: ['suppressions.add'], traits: ['recipient_results'] },
    async run(scene) {
      const quiet = await scene.suppressed();
      const { status, recipients } = await scene.send({ to: [scene.at('ada'), quiet] });
      assertEqual(
        [status, recipients.map(({ status: fate, reason }) => [fate, reason])],
        [
          'partial',
          [
            ['accepted', undefined],
            ['suppressed', 'suppressed'],
          ],
        ],
        'status, and the recipients',
      );
    },
  },
});
