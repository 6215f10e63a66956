import { assert, assertEqual, assertOneOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** A payer's bank takes the money back. */
export const disputeCases = [
  ...cases('contract', 'disputes.list', {
    lists_those_of_a_payment: {
      title: 'The dispute of a payment is listed, with its amount and the time to answer; others are not.',
      async run(scene) {
        await scene.pay({ paymentMethodId: scene.methods.disputed });
        const { id: paymentId } = await scene.pay({ paymentMethodId: scene.methods.disputed });
        const listed = await scene.all(scene.payments.disputes.list({ paymentId }));
        const found = listed.map((dispute) => [dispute.paymentId, dispute.status, dispute.amount]);
        assertEqual(found, [[paymentId, 'needs_response', scene.money()]], 'disputes of the payment');
        assert((listed[0]?.respondBy?.getTime() ?? 0) > scene.clock.now(), 'there is time to answer');
      },
    },
    lists_all: {
      title: 'Without a payment all disputes are listed, across pages.',
      async run(scene) {
        for (let count = 0; count < 3; count += 1) await scene.dispute();
        const listed = await scene.all(scene.payments.disputes.list({}, { limit: 2 }));
        assertEqual(new Set(listed.map(({ id }) => id)).size, 3, 'different disputes');
      },
    },
  }),
  ...cases('contract', 'disputes.get', {
    agrees_with_list: {
      title: 'A dispute read alone is the one in the list.',
      needs: { operations: ['disputes.list'] },
      async run(scene) {
        const listed = await scene.dispute();
        assertEqual(await scene.value(scene.payments.disputes.get(listed.id)), listed, 'the dispute');
      },
    },
  }),
  ...cases('contract', 'disputes.submit', {
    sends_evidence: {
      title: 'After the evidence is sent the case is under review.',
      needs: { operations: ['disputes.list', 'disputes.get'] },
      async run(scene) {
        const { id } = await scene.dispute();
        const evidence = {
          explanation: 'Delivered on the third of May.',
          productDescription: 'A postcard',
          customerName: 'Grace Hopper',
          customerEmail: 'grace@example.com',
          shippingTrackingNumber: 'TRACK-1',
          refundPolicy: 'Thirty days.',
        };
        const { status } = await scene.value(scene.payments.disputes.submit({ id, evidence }, scene.once()));
        const again = await scene.value(scene.payments.disputes.get(id));
        assertEqual(
          [status, again.status],
          ['under_review', 'under_review'],
          'status of the answer and afterwards',
        );
        for (const text of Object.values(evidence)) {
          assert(JSON.stringify(again.raw).includes(text), `the provider has the evidence “${text}”`);
        }
      },
    },
  }),
  ...cases('contract', 'disputes.accept', {
    gives_the_case_up: {
      title: 'Accepting ends the case: the payer keeps the money.',
      needs: { operations: ['disputes.list', 'disputes.get'] },
      async run(scene) {
        const { id } = await scene.dispute();
        await scene.value(scene.payments.disputes.accept(id, scene.once()));
        const { status } = await scene.value(scene.payments.disputes.get(id));
        assertOneOf(status, ['lost', 'accepted'], 'status afterwards');
      },
    },
  }),
];
