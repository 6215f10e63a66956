import type { RawWebhook } from '@patchbay/core/webhook';
import type { EmailEvent } from '@patchbay/email';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import type { Payment, PaymentEvent } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { memoryState } from '@patchbay/state-memory';
import { receiverSource, webhookReceiver } from '@patchbay/webhooks';
import { describe, expectTypeOf, it } from 'vitest';

const payments = sandboxPayments();
const mail = sendgridEmail({ apiKey: 'SG.types.key' });

describe('a receiver', () => {
  it('gives each handler the events of its source', () => {
    const receiver = webhookReceiver({
      sources: {
        payments: {
          from: payments,
          events: ['payment.captured'],
          handle: (event, delivery) => {
            expectTypeOf(event).toEqualTypeOf<PaymentEvent>();
            expectTypeOf(delivery.current).toBeUnknown();
          },
        },
        mail: {
          from: mail,
          handle: async (event) => {
            expectTypeOf(event).toEqualTypeOf<EmailEvent>();
            return 'whatever it gives';
          },
        },
      },
      state: memoryState(),
    });
    expectTypeOf(receiver.accept<'mail'>)
      .parameter(1)
      .toEqualTypeOf<readonly EmailEvent[]>();
    expectTypeOf(receiver.deliveries.get).parameter(0).toEqualTypeOf<'payments' | 'mail'>();
    // @ts-expect-error: there is no such source
    void receiver.accept('other', []);
  });

  it('knows what a source refetches', () => {
    const orders = receiverSource({
      from: payments,
      refetch: (event) => payments.get(event.objectId ?? ''),
      handle: (event, { current }) => {
        expectTypeOf(event).toEqualTypeOf<PaymentEvent>();
        expectTypeOf(current).toEqualTypeOf<Payment>();
      },
    });
    const receiver = webhookReceiver({ sources: { orders }, state: memoryState() });
    expectTypeOf(receiver.accept<'orders'>)
      .parameter(1)
      .toEqualTypeOf<readonly PaymentEvent[]>();
  });

  it('does not take a type that the source has not', () => {
    const receiver = webhookReceiver({
      // @ts-expect-error: there is no such type of payment events
      sources: { payments: { from: payments, events: ['payment.stolen'], handle: () => undefined } },
      state: memoryState(),
    });
    expectTypeOf(receiver.handle).toBeFunction();
  });
});

describe('a well-known mistake', () => {
  it('a signature over the parsed body: a parsed body does not compile', () => {
    // @ts-expect-error: a body is bytes
    const parsed: RawWebhook = { headers: new Headers(), body: { id: 'evt_1' }, url: '' };
    expectTypeOf(parsed.body).toEqualTypeOf<Uint8Array>();
  });
});
