// Runs in a process of its own: prints how many files of nodemailer are loaded after each step.
import { Session } from 'node:inspector';
import { dsn, signedId, toWebhook } from './reports.ts';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/nodemailer\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { smtpEmail } = await import('@patchbay/email-smtp');
const afterImport = loaded.length;

const bounceSecret = 'a-secret-of-the-shop';
const email = smtpEmail({ host: '127.0.0.1', bounceSecret });
const id = signedId('0123456789abcdef0123', bounceSecret);
const bounce = dsn(id, [{ action: 'failed', recipient: 'ada@example.com', status: '5.1.1' }]);
const events = await email.webhooks.receive(toWebhook(bounce));
const afterWebhook = loaded.length;

await email.native();
const loadedByCall = loaded.length > afterWebhook;
console.log(JSON.stringify({ events: events.length, afterImport, afterWebhook, loadedByCall }));
