import { assert, assertEqual, fieldsOf } from '@patchbay/core/conformance';
import type { PaymentEvent } from '../../events.ts';
import { mergePayment } from '../../merge.ts';
import type { PaymentState } from '../../payment.ts';
import { cases } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';
import { events } from './received.ts';

const needs = { operations: ['create'], traits: ['webhooks'] } as const;

/** What every event says, in whatever order they come. */
export const webhookEventFormCases = cases('webhooks', 'webhooks.receive', {
  subscription_renewed: {
    title: 'A renewal is told as `subscription.renewed`, with the subscription it belongs to.',
    needs: { ...needs, operations: ['subscriptions.create'] },
    async run(scene) {
      const { id } = await scene.subscribe();
      await scene.payer.renew(id);
      const renewals = (await events(scene)).filter(({ type }) => type === 'subscription.renewed');
      const subjects = renewals.map(({ subject }) =>
        subject.kind === 'invoice' ? subject.subscriptionId : subject.id,
      );
      assert(subjects.includes(id), `an event for ${id}, found ${JSON.stringify(subjects)}`);
    },
  },
  carries_the_reference: {
    title: 'Your reference is on the event, and the payment in it is the one that can be read.',
    needs: { ...needs, operations: ['create', 'get'] },
    async run(scene) {
      const { id } = await scene.pay({ reference: 'order-77', ...scene.noted({ a: 'b' }) });
      const event = (await events(scene)).find(({ type }) => type === 'payment.captured');
      assertEqual(event?.reference, 'order-77', 'reference');
      assert(event?.subject.kind === 'payment', 'the event is about a payment');
      const { status, captured, metadata } = event.subject.object;
      const now = await scene.value(scene.payments.get(id));
      assertEqual(
        { status, captured, metadata },
        { status: now.status, captured: now.captured, metadata: now.metadata },
        'the payment',
      );
    },
  },
  tells_what_it_is_about: {
    title: 'All events of one payment, its refunds included, have one objectId: the payment’s id.',
    needs: { ...needs, operations: ['create', 'refunds.create'] },
    async run(scene) {
      const { id } = await scene.pay();
      await scene.value(scene.payments.refunds.create({ paymentId: id }, scene.once()));
      for (const { subject, objectId } of await events(scene))
        if (subject.kind === 'payment' || subject.kind === 'refund') assertEqual(objectId, id, subject.kind);
    },
  },
  names_what_it_is: {
    title:
      'An event names its provider, its time and the provider’s own type, and keeps the raw event out of print.',
    needs,
    async run(scene) {
      await scene.pay();
      for (const event of await events(scene)) {
        assertEqual(
          [event.provider, event.live],
          [scene.payments.provider, false],
          'provider, and live money',
        );
        assert(
          event.id.length > 0 && event.dedupeKey.length > 0 && event.vendorType.length > 0,
          'id, dedupeKey, vendorType',
        );
        const offByMs = Math.abs(event.occurredAt.getTime() - scene.clock.now());
        assert(offByMs < 5000, `it occurred now, found ${offByMs} ms off`);
        assertEqual(
          [typeof event.raw, Object.keys(event).includes('raw')],
          ['object', false],
          'raw, and whether it prints',
        );
      }
    },
  },
  replay_has_the_same_dedupe_key: {
    title: 'A redelivery, signed anew, has the same dedupeKey; another event has another.',
    needs,
    async run(scene) {
      await scene.pay();
      await scene.pay();
      const sent = await scene.webhooks.sent();
      const keys: string[] = [];
      for (const { body } of sent) {
        const again = await scene.webhooks.sign(body, {
          timestamp: Math.floor(scene.clock.now() / 1000) + 60,
        });
        const [first] = await scene.value(scene.payments.webhooks.receive(await scene.webhooks.sign(body)));
        const [second] = await scene.value(scene.payments.webhooks.receive(again));
        assertEqual(second?.dedupeKey, first?.dedupeKey, 'dedupeKey of the redelivery');
        keys.push(first?.dedupeKey ?? '');
      }
      assertEqual(new Set(keys).size, sent.length, `different keys of ${sent.length} events`);
    },
  },
  unknown_types_arrive: {
    title: 'An event of a type that the contract does not know arrives as `unhandled`, never dropped.',
    needs,
    async run(scene) {
      const { type } = await unheardOf(scene);
      assertEqual(type, 'unhandled', 'type');
    },
  },
  order_does_not_matter: {
    title: 'Events in any order, repeated or not, merge to the same payment.',
    needs: {
      ...needs,
      operations: ['create', 'capture', 'refunds.create', 'get'],
      traits: ['webhooks', 'capture.manual'],
    },
    async run(scene) {
      const { id } = await scene.authorize();
      await scene.value(scene.payments.capture(id, scene.once()));
      await scene.value(scene.payments.refunds.create({ paymentId: id }, scene.once()));
      const states = (await events(scene)).flatMap(({ subject }) =>
        subject.kind === 'payment' ? [subject.object] : [],
      );
      const last = await scene.value(scene.payments.get(id));
      const expected = mergeAll([...states, last]);
      assertEqual(mergeAll([last, ...states.toReversed()]), expected, 'in reverse order');
      assertEqual(mergeAll([...states, ...states, last, ...states]), expected, 'with repetitions');
      assertEqual(
        [expected?.status, expected?.captured, expected?.refunded],
        ['captured', scene.money(), scene.money()],
        'the payment',
      );
    },
  },
});

/** A genuine event whose type is replaced by one that nobody knows, signed as the provider would. */
async function unheardOf(scene: PaymentsScene): Promise<PaymentEvent> {
  await scene.pay();
  const { body = new Uint8Array() } = (await scene.webhooks.sent()).at(-1) ?? {};
  const text = new TextDecoder().decode(body);
  const parsed: unknown = JSON.parse(text);
  const event = { ...fieldsOf(parsed), type: 'moon.phase_changed' };
  const signed = await scene.webhooks.sign(new TextEncoder().encode(JSON.stringify(event)));
  const [received] = await scene.value(scene.payments.webhooks.receive(signed));
  assert(received !== undefined, 'the event arrives');
  return received;
}

function mergeAll(states: readonly PaymentState[]): PaymentState | undefined {
  return states.reduce<PaymentState | undefined>((stored, news) => mergePayment(stored, news), undefined);
}
