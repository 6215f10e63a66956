import { auth } from '@patchbay/auth';
import type { Connected } from '@patchbay/core/node';
import { email } from '@patchbay/email';
import { jobs } from '@patchbay/jobs';
import { payments } from '@patchbay/payments';
import { state } from '@patchbay/state';
import { storage } from '@patchbay/storage';

/** What the shop needs of whoever provides each category. Configuration says who that is. */
export function requirementsFor(currency: string) {
  return {
    auth: auth.needs('flow.discover', 'flow.keys', 'flow.exchange', { traits: ['sign_in'] }),
    storage: storage.needs('head', 'get', {
      traits: ['presign.get', 'presign.put', 'presign.put.size', 'presign.post'],
    }),
    payments: payments.needs(
      'get',
      'checkout.create',
      'checkout.get',
      'refunds.create',
      'refunds.get',
      'reconcile',
      {
        traits: ['refund.partial', 'webhooks'],
        currencies: [currency],
      },
    ),
    email: email.needs('send', { traits: ['attachments', 'inline', 'headers'] }),
    state: state.needs('get', 'put', 'putIfAbsent', 'cas', 'delete', 'list'),
    jobs: jobs.needs(
      ...([
        'enqueue',
        'claim',
        'renew',
        'complete',
        'retry',
        'bury',
        'stats',
        'dead.list',
        'dead.redrive',
        'dead.discard',
      ] as const),
      { traits: ['ordering'] },
    ),
  };
}

/** The same, with two accounts of email where there is a second one. */
export function requirementTree(currency: string, hasSecondEmail: boolean) {
  const { email: account, ...others } = requirementsFor(currency);
  return { ...others, email: hasSecondEmail ? { main: account, second: account } : account };
}

type Requirements = ReturnType<typeof requirementsFor>;

/** What the shop holds once they are met. */
export type ShopHub = Connected<ReturnType<typeof requirementTree>>;

/** Payments as the shop holds them: whatever it did not ask for does not compile. */
export type ShopPayments = NonNullable<Requirements['payments']['facade']>;

/** Email, in the same way. */
export type ShopEmail = NonNullable<Requirements['email']['facade']>;

/** Storage, in the same way. */
export type ShopStorage = NonNullable<Requirements['storage']['facade']>;

/** Auth, in the same way. */
export type ShopAuth = NonNullable<Requirements['auth']['facade']>;

/** State, in the same way. */
export type ShopState = NonNullable<Requirements['state']['facade']>;

/** Jobs, in the same way. */
export type ShopJobs = NonNullable<Requirements['jobs']['facade']>;

/** The categories that the shop is made of, in the order in which a buyer meets them. */
export const categories = ['auth', 'storage', 'payments', 'email'] as const satisfies (keyof Requirements)[];

export type Category = (typeof categories)[number];

/** A value for each category. */
export function mapCategories<T>(valueOf: (category: Category) => T): Readonly<Record<Category, T>> {
  const [auth, storage] = [valueOf('auth'), valueOf('storage')];
  return { auth, storage, payments: valueOf('payments'), email: valueOf('email') };
}

/** What the shop itself stands on: no buyer meets it, and no order tells of its calls. */
export const foundations = ['state', 'jobs'] as const satisfies (keyof Requirements)[];
