import type { Native } from '@patchbay/core';
import type { StartOptions, WebhookSource } from '@patchbay/core/conformance';
import { type RawWebhook, signWebhook } from '@patchbay/core/webhook';
import type { AnyPayments, PaymentsHarness, PaymentsSubject } from '@patchbay/payments/conformance';
import { stripePayments, stripePaymentsCapabilities } from '@patchbay/payments-stripe';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';
import { toBooks } from './support/books.ts';
import { makePlans } from './support/catalog.ts';
import { toPayer } from './support/payer.ts';
import { toWire } from './support/wire.ts';

const secretKey = 'sk_test_harness0000000000000001';
const secrets = ['whsec_harness_first_000000000000', 'whsec_harness_second_00000000000'] as const;
const signingSecrets = {
  first: secrets[0],
  second: secrets[1],
  foreign: 'whsec_harness_foreign_0000000000',
} as const;

/** The Stripe adapter over the Stripe fake, through real sockets and in virtual time. */
export const harness: PaymentsHarness = {
  provider: 'stripe',
  capabilities: stripePaymentsCapabilities,
  start,
};

async function start({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyPayments> = {}): Promise<PaymentsSubject> {
  const clock = virtualClock();
  const fake = stripeFake({ secretKey, now: () => clock.now() });
  const plans = await makePlans(fake, secretKey);
  const handle = (request: Request): Promise<Response> => fake.handle(request);
  const server = await serve(planted?.handle?.(handle) ?? handle, { clock });
  const { wire, fetch } = await toWire(server);
  const recorder = wireRecorder(fetch, { clock });
  const options = {
    secretKey: credential === 'right' ? secretKey : 'sk_test_another0000000000000002',
    webhookSecret: secrets,
    baseUrl: server.url,
  };
  const setup = { clock, transport: { fetch: recorder.fetch }, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const facade = planted?.factory?.(options as never, setup) ?? stripePayments(options, setup);
  // Loading takes real time, which the virtual clock does not see.
  if (isLoadable(facade)) await facade.native();
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise, { busy: () => recorder.inFlight > server.held }),
    fixtures: { ...fixtures, plans },
    payer: toPayer(fake, server.url),
    books: toBooks(fake),
    webhooks: toWebhooks(fake, () => clock.now()),
    secrets: [secretKey, ...secrets],
    wire,
    async [Symbol.asyncDispose]() {
      await facade.close();
      await server.close();
    },
  };
}

function isLoadable(payments: AnyPayments): payments is AnyPayments & Native<unknown> {
  return 'native' in payments;
}

/** Stripe's test payment methods: https://docs.stripe.com/testing (2026-11-22). Bank debits are in US dollars. */
const fixtures = {
  currency: 'USD',
  methods: {
    success: 'pm_card_visa',
    declined: 'pm_card_chargeDeclined',
    insufficientFunds: 'pm_card_chargeDeclinedInsufficientFunds',
    expiredCard: 'pm_card_chargeDeclinedExpiredCard',
    lostCard: 'pm_card_chargeDeclinedLostCard',
    incorrectCvc: 'pm_card_chargeDeclinedIncorrectCvc',
    authenticate: 'pm_card_authenticationRequired',
    processing: 'pm_usBankAccount',
    disputed: 'pm_card_createDispute',
    refundFails: 'pm_card_refundFail',
  },
  unknownPaymentId: 'pi_000000000000000000000000',
} as const;

function toWebhooks(fake: StripeFake, now: () => number): WebhookSource {
  const [secret] = secrets;
  const url = 'https://shop.example/webhooks/stripe';
  return {
    sent: async () =>
      Promise.all(fake.events.map(async (event) => toRaw(await fake.sign(event, { secret, url })))),
    async sign(body, { key = 'first', timestamp = Math.floor(now() / 1000) } = {}) {
      const headers = new Headers({
        'stripe-signature': await signWebhook(body, signingSecrets[key], timestamp),
      });
      return { headers, body, url };
    },
  };
}

async function toRaw(request: Request): Promise<RawWebhook> {
  return { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()), url: request.url };
}
