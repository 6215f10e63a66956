import { IntegrationError } from '@patchbay/core';
import { signWebhook } from '@patchbay/core/webhook';
import { money } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';

// Runs where there is nothing of Node: one genuine and one forged webhook, verified by the adapter.
const webhookSecret = 'whsec_of_a_stranger';
const payments = stripePayments({ secretKey: 'sk_test_fake', webhookSecret });
const body = new TextEncoder().encode(
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'a.type.of.tomorrow',
    created: 1_700_000_000,
    livemode: false,
    data: { object: { id: 'thing_1', object: 'thing' } },
  }),
);

function receive(signature) {
  const headers = { 'stripe-signature': signature };
  return payments.webhooks.receive(
    new Request('https://shop.test/webhooks/stripe', { method: 'POST', headers, body }),
  );
}

async function verdict() {
  const [event] = await receive(await signWebhook(body, webhookSecret, Math.floor(Date.now() / 1000)));
  const forged = await receive('t=1,v1=00').catch((error) => error);
  return {
    dedupeKey: event.dedupeKey,
    forgedIsRefused: IntegrationError.is(forged, 'webhook_rejected'),
    minor: money(1200, 'EUR').minor,
    ofNode: typeof globalThis.process + typeof globalThis.require,
  };
}

globalThis.verdict = verdict();
