import { openStripe, paymentOf } from '../../stripe.ts';
import { startVendor } from '../../vendor/vendor.ts';
import type { LeakSubject } from './subject.ts';

/** Retries come soon and cost nothing, since there are many of them. */
const policy = { retry: { baseMs: 2, budget: false } } as const;

/** Stripe's adapter over its real SDK, before a server that answers one of twenty requests with 503. */
export const subject: LeakSubject = {
  title: 'Stripe over loopback, one of twenty answers a 503',
  async open() {
    const vendor = await startVendor();
    await vendor.be('moody');
    const payments = await openStripe(vendor.url, { policy });
    let made = 0;
    return {
      call(options) {
        const id = `leak-${(made += 1)}`;
        return payments.create(paymentOf(id), { ...options, idempotencyKey: id });
      },
      async close() {
        await payments.close();
        await vendor[Symbol.asyncDispose]();
      },
    };
  },
};
