import { fieldsOf } from '@patchbay/core/conformance';
import sendgrid from '@sendgrid/mail';
import { credentials, mail, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** `@sendgrid/mail` as it comes: one client that all users of the package share. */
export const subject: Subject = {
  secrets: { credential: [credentials.sendgrid], 'personal data': personal },
  async open({ origin }) {
    sendgrid.setApiKey(credentials.sendgrid);
    clientOf(sendgrid).setDefaultRequest('baseUrl', `${origin}/`);
    return {
      write: () => sendgrid.send({ ...mail }),
      told(result) {
        const { 0: answer } = fieldsOf(result);
        return { done: true, words: `status ${String(fieldsOf(answer)['statusCode'])}` };
      },
      close: async () => {},
    };
  },
};

interface Client {
  setDefaultRequest(name: string, value: string): unknown;
}

/** The SDK's declarations keep its client private; its documentation sets the address there. */
function clientOf(service: object): Client {
  const client: unknown = Reflect.get(service, 'client');
  if (!isClient(client)) throw new TypeError('The SDK of SendGrid has no client.');
  return client;
}

function isClient(value: unknown): value is Client {
  return typeof value === 'object' && value !== null && 'setDefaultRequest' in value;
}
