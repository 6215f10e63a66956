import type { Payment, PaymentsCapabilities } from '@patchbay/payments';
import type { PaymentsSubject } from '@patchbay/payments/conformance';
import { answers, type BrokenDriver, type Defect, type FacadeDefect, type Harmless } from '../broken.ts';

export type PaymentsDriver = BrokenDriver<PaymentsSubject, PaymentsCapabilities>;
export type PaymentsDefect = Defect<PaymentsSubject, PaymentsCapabilities>;
export type PaymentsHarmless = Harmless<PaymentsSubject, PaymentsCapabilities>;

const paymentOperations = ['create', 'confirm', 'capture', 'cancel', 'get'] as const;

/** Every payment that the facade hands out is changed. */
export function everyPayment(change: (payment: Payment) => object): FacadeDefect {
  return {
    facade: (facade, subject) =>
      paymentOperations.reduce(
        (broken, name) => answers(name, change).facade(broken, subject),
        facade,
      ),
  };
}
