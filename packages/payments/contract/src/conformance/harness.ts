import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness, WebhookSource } from '@patchbay/core/conformance';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsCapabilities } from '../capabilities.ts';
import type { PaymentsMethods } from '../contract.ts';
import type { NextAction } from '../payment.ts';

/** What an adapter of payments hands to the suite. */
export interface PaymentsHarness extends Harness<PaymentsSubject, PaymentsCapabilities> {
  /** Payment methods that the vendor cannot have, with the reason: `{ authenticate: 'Acme never asks the payer' }`. */
  readonly lacks?: Readonly<Partial<Record<RareMethod | 'wire', string>>>;
}

/** Payment methods that not every vendor has. */
export type RareMethod = 'authenticate' | 'processing' | 'refundFails';

/** One behaviour of payments. */
export type PaymentsCase = ConformanceCase<PaymentsSubject, PaymentsCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyPayments = Integration & PaymentsApi & PaymentsMethods;

/** One account of payments and one facade over it. */
export interface PaymentsSubject extends BaseSubject<AnyPayments> {
  readonly fixtures: PaymentsFixtures;
  /** The payer in front of the provider's pages. */
  readonly payer: Payer;
  /** What the provider's own books say: read without the adapter. */
  readonly books: Books;
  readonly webhooks: WebhookSource;
}

/** Ids that exist in every fresh account. */
export interface PaymentsFixtures {
  readonly currency: string;
  /** Payment method ids by what they do. */
  readonly methods: {
    readonly success: string;
    readonly declined: string;
    readonly insufficientFunds: string;
    readonly expiredCard: string;
    readonly lostCard: string;
    readonly incorrectCvc: string;
    /** Asks the payer to authenticate first. A vendor that has none says so in `lacks` of the harness. */
    readonly authenticate?: string;
    /** Stays in `processing` until `payer.finishProcessing`. Absent as `authenticate` may be. */
    readonly processing?: string;
    /** Is captured, then disputed. */
    readonly disputed: string;
    /** Is captured; its refunds fail later. Absent as `authenticate` may be. */
    readonly refundFails?: string;
  };
  /** Two plans of different price in `currency`. */
  readonly plans: readonly [string, string];
  /** An id of the right form that names nothing. */
  readonly unknownPaymentId: string;
}

/** What a payer does, in a browser without scripts. */
export interface Payer {
  /** Follows a redirect and approves or refuses; resolves to where the payer ends up. */
  authenticate(action: NextAction, verdict: 'approve' | 'refuse'): Promise<string>;
  /** Pays on a hosted page; resolves to where the payer ends up. */
  pay(checkoutUrl: string, card: 'success' | 'declined'): Promise<string>;
  /** The bank's late answer: to a payment that is processing, or to a refund that a card lets fail. */
  finishProcessing(id: string, verdict: 'succeeded' | 'failed'): Promise<void>;
  /** The end of a subscription's period. */
  renew(subscriptionId: string): Promise<void>;
}

/** Amounts in minor units of ISO 4217. */
export interface Books {
  /** How many charges and authorizations were ever made. */
  charges(): Promise<number>;
  /** How many refunds were ever made. */
  refunds(): Promise<number>;
  /** Minor units taken in a currency, before refunds. */
  captured(currency: string): Promise<number>;
  /** Minor units given back in a currency. */
  refunded(currency: string): Promise<number>;
}
