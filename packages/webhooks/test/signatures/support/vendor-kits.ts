import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { stripePayments } from '@patchbay/payments-stripe';
import { virtualClock } from '@patchbay/testing';
import { standardWebhooks } from '@patchbay/webhooks/signatures';
import { Webhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { bytes, type Kit, now, payload, toEvents, url, withHeader } from './kit.ts';

const clock = virtualClock({ start: now * 1000 });

const stripeSecrets = {
  own: 'whsec_own_0000000000000000',
  stranger: 'whsec_other_00000000000000',
  empty: ' ',
};
const customer = { id: 'cus_1', object: 'customer', metadata: {} };
const stripeEvent = {
  id: 'evt_1',
  object: 'event',
  api_version: '2025-03-31',
  created: now,
  livemode: false,
};

/** Signed by Stripe's own SDK. */
export const stripeKit: Kit = {
  name: 'Stripe',
  body: bytes(JSON.stringify({ ...stripeEvent, type: 'customer.created', data: { object: customer } })),
  receive: stripePayments(
    { secretKey: 'sk_test_signatures', webhookSecret: ['whsec_newer_00000000000000', stripeSecrets.own] },
    { clock },
  ).webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const secret = stripeSecrets[key];
    const given = { payload: new TextDecoder().decode(body), secret, timestamp: at };
    const header = Stripe.webhooks.generateTestHeaderString(given);
    return { headers: new Headers({ 'stripe-signature': header }), body, url };
  },
  header: 'stripe-signature',
  moveTime: (webhook, at) =>
    withHeader(webhook, 'stripe-signature', (text) => text.replace(/^t=\d+/, `t=${at}`)),
  forgeries: {
    'its scheme is an older one': [
      (valid) => withHeader(valid, 'stripe-signature', (text) => text.replace('v1=', 'v0=')),
      'signature_invalid',
    ],
    'it is in base64': [
      (valid) =>
        withHeader(valid, 'stripe-signature', (text) =>
          text.replace(/v1=(.*)$/, (_all, hex: string) => `v1=${Buffer.from(hex, 'hex').toString('base64')}`),
        ),
      'signature_invalid',
    ],
    'its timestamp is missing': [
      (valid) => withHeader(valid, 'stripe-signature', (text) => text.replace(/^t=\d+,/, '')),
      'signature_invalid',
    ],
  },
  blank: () => stripePayments({ secretKey: 'sk_test_signatures', webhookSecret: ' ' }),
};

const ec = { own: newKey(), stranger: newKey(), empty: newKey() };

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Signed by Node as SendGrid’s SDK verifies it. */
export const sendgridKit: Kit = {
  name: 'SendGrid',
  body: bytes(JSON.stringify([{ event: 'open', sg_event_id: 'event-1', timestamp: now }])),
  receive: sendgridEmail(
    { apiKey: 'SG.signatures.key', webhookPublicKey: [spki(newKey().publicKey), spki(ec.own.publicKey)] },
    { clock },
  ).webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const signed = Buffer.concat([Buffer.from(String(at)), body]);
    const signature = sign('sha256', signed, { key: ec[key].privateKey, dsaEncoding: 'der' });
    const headers = new Headers({
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
      'x-twilio-email-event-webhook-timestamp': String(at),
    });
    return { headers, body, url };
  },
  header: 'x-twilio-email-event-webhook-signature',
  moveTime: (webhook, at) => withHeader(webhook, 'x-twilio-email-event-webhook-timestamp', () => String(at)),
  forgeries: {
    'its timestamp is missing': [
      (valid) => withHeader(valid, 'x-twilio-email-event-webhook-timestamp', () => undefined),
      'signature_missing',
    ],
    'it is in hex': [
      (valid) =>
        withHeader(valid, 'x-twilio-email-event-webhook-signature', (text) =>
          Buffer.from(text, 'base64').toString('hex'),
        ),
      'signature_invalid',
    ],
  },
  blank: () => sendgridEmail({ apiKey: 'SG.signatures.key', webhookPublicKey: '' }),
};

const standardSecrets = {
  own: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  stranger: `whsec_${Buffer.alloc(32, 8).toString('base64')}`,
};
const newer = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

/** Signed by the reference library. */
export const standardKit: Kit = {
  name: 'Standard Webhooks',
  body: payload,
  receive: standardWebhooks({ secrets: [newer, standardSecrets.own], toEvents, clock }).webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const text = new TextDecoder().decode(body);
    const signature =
      key === 'empty'
        ? `v1,${createHmac('sha256', '').update(`msg_1.${at}.${text}`).digest('base64')}`
        : new Webhook(standardSecrets[key]).sign('msg_1', new Date(at * 1000), text);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at),
      'webhook-signature': signature,
    };
    return { headers: new Headers(headers), body, url };
  },
  header: 'webhook-signature',
  moveTime: (webhook, at) => withHeader(webhook, 'webhook-timestamp', () => String(at)),
  forgeries: {
    'its id is missing': [(valid) => withHeader(valid, 'webhook-id', () => undefined), 'signature_missing'],
    'its id is another one': [(valid) => withHeader(valid, 'webhook-id', () => 'msg_2'), 'signature_invalid'],
    'its id came twice': [
      (valid) => withHeader(valid, 'webhook-id', (id) => `${id}, ${id}`),
      'signature_invalid',
    ],
    'its timestamp is missing': [
      (valid) => withHeader(valid, 'webhook-timestamp', () => undefined),
      'signature_missing',
    ],
    'its version is missing': [
      (valid) => withHeader(valid, 'webhook-signature', (text) => text.slice(3)),
      'signature_invalid',
    ],
    'its version is an unknown one': [
      (valid) => withHeader(valid, 'webhook-signature', (text) => text.replace('v1,', 'v0,')),
      'signature_invalid',
    ],
    'it is in hex': [
      (valid) =>
        withHeader(
          valid,
          'webhook-signature',
          (text) => `v1,${Buffer.from(text.slice(3), 'base64').toString('hex')}`,
        ),
      'signature_invalid',
    ],
    'the end of its id is passed off as the timestamp': [
      (valid) => ({ ...withHeader(valid, 'webhook-id', () => `msg_1.${now}`), body: valid.body.slice(11) }),
      'signature_invalid',
    ],
  },
  blank: () => standardWebhooks({ secrets: 'whsec_', toEvents }),
};

const ed = { own: newEd(), stranger: newEd(), empty: newEd() };

function newEd() {
  return generateKeyPairSync('ed25519');
}

/** The public key as Standard Webhooks writes it. */
function whpk(key: KeyObject): string {
  return `whpk_${key.export({ type: 'spki', format: 'der' }).subarray(12).toString('base64')}`;
}

/** Its asymmetric form, signed by Node. */
export const asymmetricKit: Kit = {
  ...standardKit,
  name: 'Standard Webhooks with a public key',
  receive: standardWebhooks({ secrets: [newer, whpk(ed.own.publicKey)], toEvents, clock }).webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const signature = sign(null, Buffer.concat([Buffer.from(`msg_1.${at}.`), body]), ed[key].privateKey);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,AAAA v1a,${signature.toString('base64')}`,
    };
    return { headers: new Headers(headers), body, url };
  },
  forgeries: {
    'it is an HMAC with the public key, which everybody knows': [
      (valid) =>
        withHeader(valid, 'webhook-signature', () => {
          const key = Buffer.from(whpk(ed.own.publicKey).slice(5), 'base64');
          const signed = Buffer.concat([Buffer.from(`msg_1.${now}.`), valid.body]);
          return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
        }),
      'signature_invalid',
    ],
    'its version is the one of secrets': [
      (valid) => withHeader(valid, 'webhook-signature', (text) => text.replace('v1a,', 'v1,')),
      'signature_invalid',
    ],
  },
  blank: () => standardWebhooks({ secrets: 'whpk_', toEvents }),
};
