import { basicWebhooks } from '@patchbay/webhooks/signatures';
import { type Kit, payload, toEvents, url } from './kit.ts';
import { of } from './kits.ts';

const passwords = { own: 'open sesame of acme', stranger: 'open sesame of nobody', empty: '' };

export const basicKit: Kit = {
  name: 'a password',
  body: payload,
  receive: basicWebhooks({ username: 'acme', password: ['a newer sesame', passwords.own], toEvents }).webhooks
    .receive,
  sign: (body, { key = 'own' } = {}) => {
    const authorization = `Basic ${Buffer.from(`acme:${passwords[key]}`).toString('base64')}`;
    return { headers: new Headers({ authorization }), body, url };
  },
  header: 'authorization',
  ignoresBody: true,
  forgeries: {
    'it is not in base64': [of('authorization', () => `Basic acme:${passwords.own}`), 'signature_invalid'],
    'it names no scheme': [of('authorization', (text) => text.slice(6)), 'signature_invalid'],
    'it names another scheme': [
      of('authorization', (text) => text.replace('Basic', 'Bearer')),
      'signature_invalid',
    ],
    'the user is another one': [
      of('authorization', () => `Basic ${Buffer.from(`root:${passwords.own}`).toString('base64')}`),
      'signature_invalid',
    ],
  },
  blank: () => basicWebhooks({ username: 'acme', password: '', toEvents }),
};
