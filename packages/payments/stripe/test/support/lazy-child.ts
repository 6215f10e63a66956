// Runs in a process of its own: prints which files of the SDK are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/stripe\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { stripePayments } = await import('@patchbay/payments-stripe');
const { signWebhook } = await import('@patchbay/core/webhook');
const afterImport = loaded.length;

const webhookSecret = 'whsec_lazy_000000000000000000000';
const payments = stripePayments({ secretKey: 'sk_test_lazy', webhookSecret });
const envelope = { id: 'evt_1', object: 'event', type: 'balance.available', created: 1, livemode: false };
const body = new TextEncoder().encode(
  JSON.stringify({ ...envelope, data: { object: { object: 'balance' } } }),
);
const signature = await signWebhook(body, webhookSecret, Math.floor(Date.now() / 1000));
const headers = new Headers({ 'stripe-signature': signature });
const events = await payments.webhooks.receive({ headers, body, url: 'https://shop.example/webhooks' });
const afterWebhook = loaded.length;

await payments.native();
console.log(
  JSON.stringify({
    events: events.length,
    afterImport,
    afterWebhook,
    loadedByCall: loaded.length > afterWebhook,
  }),
);
