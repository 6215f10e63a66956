// Runs in a process of its own: prints how many files of the SDK are loaded after each step.
import { Session } from 'node:inspector';
import { newKey, signed } from './webhooks.ts';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/(@sendgrid|axios)\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { sendgridEmail } = await import('@patchbay/email-sendgrid');
const afterImport = loaded.length;

const key = newKey();
const email = sendgridEmail({ apiKey: 'SG.lazy.key', webhookPublicKey: key.publicKey });
const event = { event: 'open', email: 'ada@example.com', timestamp: 1, sg_event_id: 'event-1' };
const body = new TextEncoder().encode(JSON.stringify([event]));
const events = await email.webhooks.receive(signed(body, key, Math.floor(Date.now() / 1000)));
const afterWebhook = loaded.length;

await email.native();
console.log(
  JSON.stringify({
    events: events.length,
    afterImport,
    afterWebhook,
    loadedByCall: loaded.length > afterWebhook,
  }),
);
