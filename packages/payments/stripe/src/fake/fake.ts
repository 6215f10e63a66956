import type { Account } from './account.ts';
import { createAccount, find } from './account.ts';
import { catalogRoutes } from './billing/catalog.ts';
import { invoiceRoutes } from './billing/invoices.ts';
import { advance } from './billing/subscription-flow.ts';
import { subscriptionRoutes } from './billing/subscriptions.ts';
import { answerPage } from './checkout/page-routes.ts';
import { checkoutRoutes } from './checkout/sessions.ts';
import type { Courier } from './delivery.ts';
import { courier, signedRequest } from './delivery.ts';
import { ledgerOf } from './ledger.ts';
import { customerRoutes } from './payments/customers.ts';
import { close, disputeRoutes } from './payments/disputes.ts';
import { finishBankDebit } from './payments/payment-flow.ts';
import { paymentIntentRoutes } from './payments/payment-intents.ts';
import { paymentMethodRoutes } from './payments/payment-methods.ts';
import { finishRefund, refundRoutes } from './payments/refunds.ts';
import { setupIntentRoutes } from './payments/setup-intents.ts';
import type { Api } from './protocol/api.ts';
import { answerApi } from './protocol/api.ts';
import { plannedFailures } from './protocol/failures.ts';
import { idempotencyStore } from './protocol/idempotency.ts';
import { reportRoutes } from './reports.ts';
import type { StripeFake, StripeFakeOptions } from './types.ts';

const routes = [
  ...paymentIntentRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...setupIntentRoutes,
  ...catalogRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...reportRoutes,
];

/**
 * A strict fake of Stripe: it rejects what Stripe rejects, and keeps books that a test can read.
 *
 * @example
 * const fake = stripeFake();
 * const stripe = new Stripe('sk_test_fake', {
 *   httpClient: Stripe.createFetchHttpClient((url, init) => fake.handle(new Request(url, init))),
 * });
 */
export function stripeFake(options: StripeFakeOptions = {}): StripeFake {
  let state = newState(options);
  const flush = () => state.courier.dispatch(state.account.outbox.splice(0));
  const act = (work: (account: Account) => void) => {
    work(state.account);
    flush();
  };
  return {
    async handle(request) {
      const { api } = state;
      const response =
        (await answerPage(api.account, request, api.publicUrl)) ?? (await answerApi(api, request));
      flush();
      return response;
    },
    get log() {
      return state.api.log;
    },
    get events() {
      return [...state.account.tables.events.values()];
    },
    get deliveries() {
      return state.courier.deliveries;
    },
    ledger: ledgerOf(() => state.account),
    fail: (failure = {}) => state.api.failures.plan(failure),
    sign: (event, signing) => signedRequest(event, signingDefaults(options), signing),
    deliver: (eventId) => state.courier.deliver(find(state.account.tables.events, 'event', eventId)),
    settled: () => state.courier.settled(),
    finishProcessing: (id, result = 'succeeded') => act((account) => finish(account, id, result)),
    advanceSubscription: (id) =>
      act((account) => advance(account, find(account.tables.subscriptions, 'subscription', id))),
    decideDispute: (id, result) =>
      act((account) => close(account, find(account.tables.disputes, 'dispute', id), result)),
    reset() {
      state = newState(options);
    },
  };
}

function newState(options: StripeFakeOptions): { account: Account; courier: Courier; api: Api } {
  const now = options.now ?? Date.now;
  const account = createAccount(now, options.webhook !== undefined);
  const api = {
    account,
    routes,
    secretKey: options.secretKey ?? 'sk_test_fake',
    publicUrl: options.publicUrl?.replace(/\/$/, ''),
    idempotency: idempotencyStore(now),
    failures: plannedFailures(),
    log: [],
  };
  return { account, courier: courier(options.webhook, now), api };
}

function signingDefaults({ webhook, now = Date.now }: StripeFakeOptions) {
  return { url: 'http://127.0.0.1/webhooks/stripe', secret: 'whsec_fake', ...webhook, now };
}

function finish(account: Account, id: string, result: 'succeeded' | 'failed'): void {
  if (id.startsWith('re_')) finishRefund(account, find(account.tables.refunds, 'refund', id), result);
  else finishBankDebit(account, find(account.tables.paymentIntents, 'payment_intent', id), result);
}
