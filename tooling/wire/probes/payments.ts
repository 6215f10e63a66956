import { fieldsOf } from '@patchbay/core/conformance';
import type { PaymentsSubject } from '@patchbay/payments/conformance';
import type { Probe } from '../probe.ts';

const personal = { name: 'Augusta Ada King', email: 'ada@lovelace.test', phone: '+44 20 7946 0958' };

/** A charge. */
export const paymentsProbe: Probe<PaymentsSubject> = {
  operation: 'create',
  kind: 'money',
  personal: Object.values(personal),
  write: (subject, options) => pay(subject, subject.fixtures.methods.success, options),
  effects: ({ books }) => books.charges(),
  results: [
    {
      what: '402',
      requests: 1,
      call: (subject) => pay(subject, subject.fixtures.methods.declined, { idempotencyKey: 'wire-402' }),
      wrong(payment) {
        const { status } = fieldsOf(payment);
        return status === 'failed' ? [] : [`status: ${String(status)}, expected failed`];
      },
    },
  ],
};

function pay(
  { facade, fixtures }: PaymentsSubject,
  paymentMethodId: string,
  options: { readonly idempotencyKey: string },
) {
  return facade.create(
    {
      amount: { minor: 1200, currency: fixtures.currency },
      paymentMethodId,
      description: personal.name,
      metadata: { email: personal.email, phone: personal.phone },
    },
    options,
  );
}
