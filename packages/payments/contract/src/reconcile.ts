import type { Driver, OperationName } from '@patchbay/core';
import type { PaymentsApi } from './api.ts';
import type { PaymentsCapabilities } from './capabilities.ts';

/** Writes that make something which can be found again. */
export const findable = [
  'create',
  'refunds.create',
  'customers.create',
  'methods.setup',
  'checkout.create',
  'subscriptions.create',
] as const satisfies readonly OperationName<PaymentsApi>[];

/** Writes that make something which can be found again, and what they make. */
export type Findable = {
  readonly [O in (typeof findable)[number]]: Awaited<
    ReturnType<Driver<PaymentsApi, PaymentsCapabilities>[O]>
  >;
};

/** Input of `payments.reconcile`: the write whose answer was lost. */
export interface ReconcileWrite<O extends keyof Findable = keyof Findable> {
  readonly operation: O;
  /** As it was given to that write. */
  readonly idempotencyKey: string;
  /** A moment before its first call; a minute or more, since clocks differ. */
  readonly since: Date;
  /**
   * A moment after its last call was given up; a minute or more, too. What was made later is not looked at, so that a
   * busy account does not hide the write. Default: now.
   */
  readonly until?: Date;
}
