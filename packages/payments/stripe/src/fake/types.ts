import type Stripe from 'stripe';

/** Settings of {@link stripeFake}. Everything has a default that suits a test. */
export interface StripeFakeOptions {
  /** The only API key that is accepted. Default: `sk_test_fake`. */
  readonly secretKey?: string;
  /** Origin under which the hosted pages can be reached. Default: the origin of the request that made them. */
  readonly publicUrl?: string;
  /** Where events are delivered and the secret that signs them. The URL's host must be loopback. */
  readonly webhook?: { readonly url: string; readonly secret: string; readonly fetch?: typeof fetch };
  /** The fake's clock in epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/** A fake Stripe account: its API, hosted pages and webhooks behind one pure function. @sealed */
export interface StripeFake {
  /** Answers one HTTP request as api.stripe.com or checkout.stripe.com would. Never rejects. */
  handle(request: Request): Promise<Response>;
  /** Every request answered so far, oldest first, rejected ones included. */
  readonly log: readonly LoggedRequest[];
  /** What the account holds: money that moved and for which idempotency key. */
  readonly ledger: ReadonlyLedgerView;
  /** Every event that came to be, oldest first. */
  readonly events: readonly Stripe.Event[];
  /** Every attempt to deliver a webhook, oldest first. */
  readonly deliveries: readonly WebhookDelivery[];
  /** Makes the next matching requests fail as Stripe would. Later calls queue up behind earlier ones. */
  fail(failure?: FakeFailure): void;
  /** The webhook request that Stripe would send for an event. */
  sign(event: Stripe.Event, options?: SignOptions): Promise<Request>;
  /** Delivers an event again under its old id. Resolves to the receiver's HTTP status, 0 if it was not reached. */
  deliver(eventId: string): Promise<number>;
  /** Resolves when no webhook delivery is outstanding. */
  settled(): Promise<void>;
  /** Completes a payment, refund or setup that waits for a bank, as if days had passed. */
  finishProcessing(id: string, result?: 'succeeded' | 'failed'): void;
  /** Ends the current period of a subscription: invoices and charges the next one. */
  advanceSubscription(id: string): void;
  /** Decides a dispute as the cardholder's bank would. */
  decideDispute(id: string, result: 'won' | 'lost'): void;
  /** Forgets everything: objects, events, log, idempotency keys and planned failures. */
  reset(): void;
}

/** A planned failure at vendor level. Socket faults belong to the listener around the fake. */
export interface FakeFailure {
  /** HTTP method to match. Default: any. */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Path to match: exact, or a prefix when it ends in `*`. Default: any. */
  readonly path?: string;
  /** How many matching requests fail. Default: 1. */
  readonly times?: number;
  /** HTTP status. Default: 500. */
  readonly status?: number;
  /** Stripe's error type. Default: `api_error`. */
  readonly type?: string;
  /** Stripe's error code. */
  readonly code?: string;
  /** Stripe's decline code of a `card_error`. */
  readonly declineCode?: string;
  /** The parameter that the error names. */
  readonly param?: string;
  readonly message?: string;
  /** More response headers, for example `retry-after` or `stripe-should-retry`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** True: the work is done first, and only the answer is this error. */
  readonly afterCommit?: boolean;
  /**
   * What a retry under the same key gets after `afterCommit`. Default: `error`, as Stripe replays its own 500s.
   * `result` plays an error that was made on the way back, by a proxy.
   */
  readonly stored?: 'error' | 'result';
}

/** One request as the fake saw it, with how it was answered. */
export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Query or form parameters as sent, in brackets notation. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
  readonly status: number;
  /** Stripe's error code, or its type where the error has no code. */
  readonly errorCode?: string;
  /** True if the answer was the stored one of an earlier request. */
  readonly replayed: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the account's books say. Amounts are in Stripe's own minor units, currencies in lower case. */
export interface ReadonlyLedgerView {
  readonly payments: readonly LedgerPayment[];
  readonly charges: readonly LedgerCharge[];
  readonly refunds: readonly LedgerRefund[];
  /** Sums over one currency. */
  totals(currency: string): LedgerTotals;
  /** What was done to money, or tried, in order; with a key only what was done under it. Replays add nothing. */
  effects(idempotencyKey?: string): readonly LedgerEffect[];
}

/** Something that was done to money, or tried. */
export interface LedgerEffect {
  /** `charge` is also noted for an authorization and for a declined attempt. */
  readonly kind: 'charge' | 'capture' | 'release' | 'refund';
  /** Id of the charge or refund. */
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly idempotencyKey?: string;
}

/** A payment intent in the books. */
export interface LedgerPayment {
  readonly id: string;
  /** Stripe's own. */
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
  readonly amountCapturable: number;
  readonly amountReceived: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One try to take money: `status` is `succeeded`, `pending` or `failed`. */
export interface LedgerCharge {
  readonly id: string;
  readonly paymentIntent?: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
  readonly amountCaptured: number;
  /** What refunds took; a released authorization is not in it. */
  readonly amountRefunded: number;
}

/** A refund in the books. */
export interface LedgerRefund {
  readonly id: string;
  /** Id of the charge that it takes from. */
  readonly charge: string;
  /** Stripe's own. */
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
}

/** Sums over all charges of one currency. */
export interface LedgerTotals {
  /** Held on cards and not captured. */
  readonly authorized: number;
  readonly captured: number;
  /** Refunds that succeeded or are pending. */
  readonly refunded: number;
  /** Captured minus refunded. */
  readonly net: number;
}

/** How {@link StripeFake.sign} signs. */
export interface SignOptions {
  /** Default: the secret of `options.webhook`, else `whsec_fake`. */
  readonly secret?: string;
  /** More secrets whose signatures are added, as while a secret is rolled. */
  readonly extraSecrets?: readonly string[];
  /** Default: the URL of `options.webhook`, else `http://127.0.0.1/webhooks/stripe`. */
  readonly url?: string;
  /** Epoch seconds in the signature. Default: now. */
  readonly timestamp?: number;
}

/** One attempt to deliver an event. */
export interface WebhookDelivery {
  readonly eventId: string;
  readonly type: string;
  readonly url: string;
  /** HTTP status of the receiver, 0 if it was not reached. */
  readonly status: number;
  /** Epoch milliseconds. */
  readonly at: number;
}
