import type { StartOptions } from '@patchbay/core/conformance';
import { signWebhook } from '@patchbay/core/webhook';
import type { AnyPayments, PaymentsHarness, PaymentsSubject } from '@patchbay/payments/conformance';
import { virtualClock } from '@patchbay/testing';
import { capabilities } from '../src/capabilities.ts';
import { Sandbox } from '../src/engine/sandbox.ts';
import { sandboxPayments } from '../src/index.ts';
import { browser } from './support/browser.ts';

const publicUrl = 'https://pay.example/sandbox';
const webhookUrl = 'https://shop.example/webhooks/payments';
const secrets = ['harness-first-secret', 'harness-second-secret'] as const;
const signingSecrets = { first: secrets[0], second: secrets[1], foreign: 'harness-foreign-secret' } as const;

/** The sandbox as the conformance suite drives it. */
export const harness: PaymentsHarness = {
  provider: 'sandbox',
  capabilities,
  start,
};

async function start({ policy, planted }: StartOptions<AnyPayments> = {}): Promise<PaymentsSubject> {
  const clock = virtualClock();
  const options = { publicUrl, webhookSecret: secrets };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const facade = planted?.factory?.(options as never, setup) ?? sandboxPayments(options, setup);
  const sandbox = await sandboxOf(facade);
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    fixtures,
    payer: payerOf(sandbox),
    books: {
      charges: async () => (await sandbox.books()).charges,
      refunds: async () => (await sandbox.books()).refunds,
      captured: async (currency) => (await sandbox.books()).captured[currency] ?? 0,
      refunded: async (currency) => (await sandbox.books()).refunded[currency] ?? 0,
    },
    webhooks: {
      sent: async () =>
        Promise.all((await sandbox.events()).map((event) => sign(toBytes(event), event.createdAt))),
      sign: (body, { key = 'first', timestamp = Math.floor(clock.now() / 1000) } = {}) =>
        sign(body, timestamp * 1000, signingSecrets[key]),
    },
    secrets,
    [Symbol.asyncDispose]: () => facade.close(),
  };
}

/** The account behind a facade, be it broken on purpose. */
async function sandboxOf(payments: AnyPayments): Promise<Sandbox> {
  const native: unknown = Reflect.get(payments, 'native');
  const client: unknown = typeof native === 'function' ? await native() : undefined;
  if (client instanceof Sandbox) return client;
  throw new Error('The facade does not hand out its sandbox: native() is missing.');
}

const fixtures: PaymentsSubject['fixtures'] = {
  currency: 'EUR',
  methods: {
    success: 'pm_success',
    declined: 'pm_declined',
    insufficientFunds: 'pm_insufficient_funds',
    expiredCard: 'pm_expired_card',
    lostCard: 'pm_lost_card',
    incorrectCvc: 'pm_incorrect_cvc',
    authenticate: 'pm_authenticate',
    processing: 'pm_processing',
    disputed: 'pm_disputed',
    refundFails: 'pm_refund_fails',
  },
  plans: ['plan_basic', 'plan_plus'],
  unknownPaymentId: 'pay_000000000000000000000000',
};

function payerOf(sandbox: Sandbox): PaymentsSubject['payer'] {
  const { submit } = browser((request) => sandbox.handle(request), publicUrl);
  return {
    async authenticate(action, verdict) {
      if (action.type !== 'redirect') throw new Error(`The sandbox redirects; found ${action.type}.`);
      return submit(action.url, { verdict });
    },
    pay: (checkoutUrl, card) =>
      submit(checkoutUrl, { method: card === 'success' ? 'pm_success' : 'pm_declined' }),
    finishProcessing: (paymentId, verdict) => sandbox.finishProcessing(paymentId, verdict),
    renew: (subscriptionId) => sandbox.renew(subscriptionId),
  };
}

function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

async function sign(body: Uint8Array, at: number, secret: string = secrets[0]) {
  const signature = await signWebhook(body, secret, Math.floor(at / 1000));
  return { headers: new Headers({ 'patchbay-signature': signature }), body, url: webhookUrl };
}
