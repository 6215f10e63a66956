import { sendgridEmail } from '@patchbay/email-sendgrid';
import sendgrid from '@sendgrid/mail';
import type { Group } from '../group.ts';

const apiKey = 'SG.bench.key00000000000000000000000001';
const mail = {
  from: 'orders@shop.example',
  to: 'ada@readers.example',
  subject: 'Your order 1007',
  text: 'Thank you for your order. It leaves tomorrow.',
  html: '<p>Thank you for your order. It leaves tomorrow.</p>',
};

const names = { raw: 'the SDK', fetch: 'the SDK over fetch', ours: 'patchbay' } as const;

/**
 * A mail through our adapter, beside SendGrid's SDK as it comes, over one server. The SDK sends through Node's HTTP
 * client; ours goes through `fetch`, as all that core traces and an application may replace (`setup.transport.fetch`),
 * and that alone costs half as much again. What is our own is held against the SDK over `fetch`.
 */
export const emailSendgrid: Group = async ({ url }) => {
  sendgrid.setApiKey(apiKey);
  const client = clientOf(sendgrid);
  client.setDefaultRequest('baseUrl', url);
  const over = (adapter: 'http' | 'fetch') => async () => void client.setDefaultRequest('adapter', adapter);
  const send = () => sendgrid.send({ ...mail }); // it writes into what it is given
  const email = sendgridEmail({ apiKey, baseUrl: url });
  return {
    contests: [
      {
        title: 'SendGrid: send',
        calls: 50,
        rounds: 30,
        parallel: 8,
        rows: [
          { name: names.raw, prepare: over('http'), call: send },
          { name: names.fetch, prepare: over('fetch'), call: send },
          { name: names.ours, call: () => email.send(mail) },
        ],
        targets: [
          { row: names.ours, beside: names.raw, atMost: 1.05, failsAbove: 2 },
          { row: names.ours, beside: names.fetch, atMost: 1.05, failsAbove: 1.25 },
        ],
      },
    ],
    [Symbol.asyncDispose]: () => email.close(),
  };
};

interface RequestDefaults {
  setDefaultRequest(name: 'baseUrl' | 'adapter', value: string): unknown;
}

/** The SDK's declarations do not tell of the client, which its documentation names. */
function clientOf(service: object): RequestDefaults {
  const client: unknown = Reflect.get(service, 'client');
  if (isClient(client)) return client;
  throw new TypeError('The SDK of SendGrid has no client.');
}

function isClient(value: unknown): value is RequestDefaults {
  return typeof value === 'object' && value !== null && 'setDefaultRequest' in value;
}
