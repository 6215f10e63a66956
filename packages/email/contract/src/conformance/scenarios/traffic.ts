import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Office } from './office.ts';
import { deliverAll } from './steps.ts';

const hooks = { operations: ['send'], traits: ['webhooks'] } as const;

/** What goes wrong on the way, and what comes back. */
export const trafficScenarios = cases('scenarios', 'traffic', {
  busy_provider: {
    title: 'The provider is busy for a moment: the letter is sent a little later, once.',
    needs: { operations: ['send'], wire: true },
    async run(scene) {
      const office = new Office(scene.email);
      scene.wire.fault(
        { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'seconds', ms: 2000 } },
        { times: 2 },
      );
      const { state } = await scene.value(office.post('receipt:1', scene.message()));
      assertEqual([state, await scene.mailbox.count()], ['sent', 1], 'state, and mails on the far side');
    },
  },
  provider_out_of_reach: {
    title: 'The provider cannot be reached: the letter waits, and is sent once when it can.',
    needs: { operations: ['send'], wire: true },
    async run(scene) {
      const office = new Office(scene.email);
      scene.wire.fault({ kind: 'refused' }, { times: 3 });
      const { state } = await scene.value(office.post('receipt:2', scene.message()));
      assertEqual([state, await scene.mailbox.count()], ['failed', 0], 'state, and mails before');
      await scene.clock.advance(120_000);
      await scene.value(office.catchUp());
      await scene.value(office.catchUp());
      assertEqual(await scene.mailbox.count(), 1, 'mails after');
    },
  },
  lost_answer: {
    title:
      'The provider took the letter and its answer is lost: whatever the office does, there is one letter.',
    needs: { operations: ['send'], wire: true },
    async run(scene) {
      const office = new Office(scene.email);
      scene.wire.fault({ kind: 'reset_after_commit' });
      const { state } = await scene.value(office.post('receipt:3', scene.message()));
      const { kind } = scene.email.capabilities.idempotency;
      assertEqual(state, kind === 'native' ? 'sent' : 'unsure', 'state');
      await scene.value(office.catchUp());
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  doubtful_outage: {
    title: 'An outage leaves it open whether the letter went out: the office does not send a second one.',
    needs: { operations: ['send'], wire: true },
    async run(scene) {
      const office = new Office(scene.email);
      scene.wire.fault({ kind: 'hang_after_commit' }, { times: 9 });
      const { state } = await scene.value(office.post('receipt:4', scene.message()));
      await scene.value(office.catchUp());
      assertEqual([state, await scene.mailbox.count()], ['unsure', 1], 'state, and mails on the far side');
    },
  },
  story_of_a_letter: {
    title: 'Webhooks come twice and out of order: the book has each thing once.',
    needs: { ...hooks, traits: ['webhooks', 'metadata'] },
    async run(scene) {
      const office = new Office(scene.email);
      const { messageId: id = '' } = await scene.value(
        office.post('receipt:5', scene.message({ reference: 'order-5' })),
      );
      await scene.happen('deferred', { id });
      await scene.happen('delivered', { id });
      const sent = await scene.webhooks.sent();
      for (const { body } of [...sent.toReversed(), ...sent])
        await scene.value(office.receive(await scene.webhooks.sign(body)));
      const told = office.book.filter((line) => !line.startsWith('message.accepted')).toSorted();
      assertEqual(told, ['message.deferred order-5', 'message.delivered order-5'], 'the book');
    },
  },
  forged_bounce: {
    title: 'A stranger reports a bounce that never was: nobody is struck off.',
    needs: hooks,
    async run(scene) {
      const office = new Office(scene.email);
      const { messageId: id = '' } = await scene.value(office.post('receipt:6', scene.message()));
      await scene.happen('bounced', { id });
      const [{ body } = { body: new Uint8Array() }] = (await scene.webhooks.sent()).slice(-1);
      const forged = await scene.webhooks.sign(body, { key: 'foreign' });
      assertError(await scene.failure(office.receive(forged)), { code: 'webhook_rejected' });
      assertEqual([office.silent.size, office.book], [0, []], 'who is struck off, and the book');
      await deliverAll(scene, office);
      assertEqual(office.silent.size, 1, 'who is struck off by the genuine one');
    },
  },
  answer_of_a_customer: {
    title: 'A customer answers, and the answer is found under the order it is about.',
    needs: { operations: ['send'], traits: ['inbound'] },
    async run(scene) {
      const webhook = await scene.inboundOf({
        from: `Ada <${scene.at('ada')}>`,
        to: 'orders+1007@shop.example',
        subject: 'Re: Receipt',
        text: 'Thank you!',
      });
      const { to, from, text } = await scene.value(scene.email.inbound.receive(webhook));
      const order = to.flatMap(({ email }) => /^orders\+(\d+)@/.exec(email)?.[1] ?? []);
      assertEqual(
        [order, from?.email, text?.trim()],
        [['1007'], scene.at('ada'), 'Thank you!'],
        'order, writer, text',
      );
    },
  },
});
