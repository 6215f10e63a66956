import type { Clock, Integration, PolicyOptions, Setup } from '@patchbay/core';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsCapabilities } from '../capabilities.ts';
import type { PaymentsMethods } from '../contract.ts';
import type { NextAction } from '../payment.ts';

/** What an adapter hands to the suite: a way to start fresh subjects. */
export interface PaymentsHarness {
  /** `stripe`, `sandbox`, … */
  readonly provider: string;
  readonly capabilities: PaymentsCapabilities;
  /** A fresh account with nothing in it, and a facade over it. */
  start(options?: StartOptions): Promise<PaymentsSubject>;
}

/** How a fresh account and its facade differ from the usual. */
export interface StartOptions {
  /** `wrong`: a credential that the provider refuses. */
  readonly credential?: 'right' | 'wrong';
  readonly policy?: PolicyOptions;
  /** Something broken on purpose, to prove that the suite notices. A harness without a wire knows only `factory`. */
  readonly planted?: Planted;
}

/** What may be broken on purpose. */
export interface Planted {
  /** Made in place of the adapter's own factory, with the same options and setup. */
  readonly factory?: (options: never, setup: Setup) => AnyPayments;
  /** Stands before the handler of the provider's fake. */
  readonly handle?: (next: WireHandler) => WireHandler;
}

/** How the fake of a provider answers. */
export type WireHandler = (request: Request) => Promise<Response>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyPayments = Integration & PaymentsApi & PaymentsMethods;

/** One account and one facade over it. */
export interface PaymentsSubject extends AsyncDisposable {
  readonly payments: AnyPayments;
  /** The facade's clock; stands still unless `settle` or `advance` moves it. */
  readonly clock: Clock & { advance(ms: number): Promise<void> };
  /** Lets time run until the promise settles. */
  settle<T>(promise: Promise<T>): Promise<SettledCall<T>>;
  readonly fixtures: PaymentsFixtures;
  /** The payer in front of the provider's pages. */
  readonly payer: Payer;
  /** What the provider's own books say: read without the adapter. */
  readonly books: Books;
  readonly webhooks: WebhookSource;
  /** Every configured secret. */
  readonly secrets: readonly string[];
  /** The provider's wire; absent for one that is embedded. */
  readonly wire?: Wire;
}

/** How a promise ended, and how long that took on the facade's clock. */
export type SettledCall<T> =
  | { readonly status: 'fulfilled'; readonly value: T; readonly elapsedMs: number }
  | { readonly status: 'rejected'; readonly reason: unknown; readonly elapsedMs: number };

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
    /** Asks the payer to authenticate first. */
    readonly authenticate: string;
    /** Stays in `processing` until `payer.finishProcessing`. */
    readonly processing: string;
    /** Is captured, then disputed. */
    readonly disputed: string;
    /** Is captured; its refunds fail later. */
    readonly refundFails: string;
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

/** The provider's webhooks. */
export interface WebhookSource {
  /** Every webhook so far, signed as the provider signs it, oldest first. */
  sent(): Promise<readonly RawWebhook[]>;
  /** Signs any body. */
  sign(
    body: Uint8Array,
    options?: { readonly secret?: string; readonly timestamp?: number },
  ): Promise<RawWebhook>;
  /** A second secret that is configured beside the first: while one is rotated both are valid. */
  readonly secondSecret: string;
}

/** One request as the server counted it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly body: string;
}

/** What the provider's server does to the next requests that write (all but `GET`), or to all with `reads`. */
export type WireFault =
  | { readonly kind: 'vendor'; readonly error: VendorFault; readonly retryAfter?: RetryAfterForm }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'json_without_envelope'; readonly status: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'other_shape' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'slow_body' }
  | { readonly kind: 'reset_before' }
  | { readonly kind: 'reset_after_commit' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'hang_after_commit' }
  | { readonly kind: 'refused' };

/** A refusal in the vendor's own envelope. */
export type VendorFault =
  | 'wrong_credential'
  | 'no_permission'
  | 'key_in_flight'
  | 'rate_limited'
  | 'server_error'
  | 'unavailable';

/** How a 429 says when to come again: the header's form, or no header. */
export type RetryAfterForm =
  | { readonly form: 'seconds' | 'date' | 'milliseconds'; readonly ms: number }
  | { readonly form: 'none' };

/** The wire between the adapter and the provider's fake: what was sent, and faults to plan. */
export interface Wire {
  /** Requests that reached the server, oldest first. */
  requests(): readonly WireRequest[];
  /** Plans a fault for the next `times` requests (default 1). */
  fault(fault: WireFault, options?: { readonly times?: number; readonly reads?: boolean }): void;
  /** How many requests the server holds without an answer: an abort has to let go of its own. */
  held?(): number;
}

/** What a case is about. */
export type PaymentsCaseGroup =
  | 'contract'
  | 'unsupported'
  | 'errors'
  | 'resilience'
  | 'redaction'
  | 'webhooks'
  | 'money'
  | 'scenarios';

/** One named behaviour. Runs under any test runner. */
export interface PaymentsCase {
  /** `<group>.<operation>.<behaviour>` */
  readonly id: string;
  readonly group: PaymentsCaseGroup;
  /** The operation, or the contract's method, that it is about. */
  readonly operation: string;
  /** The behaviour, as a sentence. */
  readonly title: string;
  /** The text of the body and its parameters: no two cases have the same. */
  readonly fingerprint: string;
  /** Why the case does not apply to this provider, or `undefined` when it does. */
  skip(harness: PaymentsHarness): string | undefined;
  run(harness: PaymentsHarness): Promise<void>;
}
