import type { Payment } from '@patchbay/payments';
import type { StripePayments } from '@patchbay/payments-stripe';

type Holds<T extends true> = T;

// Types that were lost on the way are `any`, with which neither of these compiles.
export type KeyIsRequired = Holds<Parameters<StripePayments['create']>['length'] extends 2 ? true : false>;
export type StatusIsClosed = Holds<'payed' extends Payment['status'] ? false : true>;
