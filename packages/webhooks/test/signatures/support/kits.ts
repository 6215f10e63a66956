import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { RawWebhook } from '@patchbay/core/webhook';
import { virtualClock } from '@patchbay/testing';
import { ecdsaWebhooks, ed25519Webhooks, hmacWebhooks } from '@patchbay/webhooks/signatures';
import { type Kit, now, payload, toEvents, url, withHeader } from './kit.ts';

const clock = virtualClock({ start: now * 1000 });
const secrets = { own: 'an-older-secret-of-acme', stranger: 'a-secret-of-somebody', empty: '' };

function mac(algorithm: string, key: string, body: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHmac(algorithm, key).update(body).digest(encoding);
}

const hmacOptions = { header: 'x-hub-signature-256', prefix: 'sha256=', toEvents, clock };

/** As GitHub signs: no timestamp, and the algorithm before the signature. */
export const hmacKit: Kit = {
  name: 'an HMAC in hex behind a prefix',
  body: payload,
  receive: hmacWebhooks({ ...hmacOptions, secrets: ['the-newer-secret-of-acme', secrets.own] }).webhooks
    .receive,
  sign: (body, { key = 'own' } = {}) => {
    const header = `sha256=${mac('sha256', secrets[key], body, 'hex')}`;
    return { headers: new Headers({ 'x-hub-signature-256': header }), body, url };
  },
  header: 'x-hub-signature-256',
  forgeries: {
    'its prefix is missing': [of('x-hub-signature-256', (text) => text.slice(7)), 'signature_invalid'],
    'its prefix is another of the same length': [
      of('x-hub-signature-256', (text) => text.replace('sha256', 'sha384')),
      'signature_invalid',
    ],
    'it has a byte more': [of('x-hub-signature-256', (text) => `${text}00`), 'signature_invalid'],
    'it is in base64': [
      ({ body, ...rest }) =>
        withHeader(
          { ...rest, body },
          'x-hub-signature-256',
          () => `sha256=${mac('sha256', secrets.own, body, 'base64')}`,
        ),
      'signature_invalid',
    ],
    'its algorithm is a weaker one': [
      ({ body, ...rest }) =>
        withHeader(
          { ...rest, body },
          'x-hub-signature-256',
          () => `sha1=${mac('sha1', secrets.own, body, 'hex')}`,
        ),
      'signature_invalid',
    ],
    'a weaker algorithm claims to be the right one': [
      ({ body, ...rest }) =>
        withHeader(
          { ...rest, body },
          'x-hub-signature-256',
          () => `sha256=${mac('sha1', secrets.own, body, 'hex')}`,
        ),
      'signature_invalid',
    ],
  },
  blank: () => hmacWebhooks({ ...hmacOptions, secrets: ' ' }),
};

export function of(
  header: string,
  change: (text: string) => string | undefined,
): (valid: RawWebhook) => RawWebhook {
  return (valid) => withHeader(valid, header, change);
}

/** A header that holds both, as many vendors have it; base64, SHA-512, milliseconds. */
const timedOptions = {
  header: ({ headers }: RawWebhook) => /(?:^|;)s=([^;]*)$/.exec(headers.get('x-acme') ?? '')?.[1],
  timestamp: {
    header: ({ headers }: RawWebhook) => /^t=([^;]*);/.exec(headers.get('x-acme') ?? '')?.[1],
    unit: 'ms',
  },
  signed: ({ body, url }: RawWebhook, timestamp: string) => [timestamp, '.', url, '.', body],
  algorithm: 'sha512',
  encoding: 'base64',
  toEvents,
  clock,
} as const;

export const timedHmacKit: Kit = {
  name: 'an HMAC in base64 with a timestamp and the URL',
  body: payload,
  receive: hmacWebhooks({ ...timedOptions, secrets: secrets.own }).webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const signed = Buffer.concat([Buffer.from(`${at}000.${url}.`), body]);
    const header = `t=${at}000;s=${mac('sha512', secrets[key], signed, 'base64')}`;
    return { headers: new Headers({ 'x-acme': header }), body, url };
  },
  header: 'x-acme',
  moveTime: (webhook, at) => withHeader(webhook, 'x-acme', (text) => text.replace(/^t=\d+/, `t=${at}000`)),
  forgeries: {
    'its timestamp is missing': [of('x-acme', (text) => text.replace(/^t=\d+;/, '')), 'signature_missing'],
    'its timestamp is no number': [
      of('x-acme', (text) => text.replace(/^t=\d+/, 't=now')),
      'signature_invalid',
    ],
    'it was sent to another URL': [
      (valid) => ({ ...valid, url: 'https://shop.example/other' }),
      'signature_invalid',
    ],
    // Four bits of the last letter say nothing: ignored, they would give a signature sixteen spellings.
    'the bits behind its last byte are others': [
      of('x-acme', (text) =>
        text.replace(/[AQgw]==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`),
      ),
      'signature_invalid',
    ],
    'it is in the alphabet of URLs': [
      of('x-acme', (text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
      'signature_invalid',
    ],
  },
  blank: () => hmacWebhooks({ ...timedOptions, secrets: ['', secrets.own] }),
};

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

const ec = { own: newEc(), stranger: newEc(), empty: newEc() };
const ecdsaOptions = {
  header: 'x-signature',
  timestamp: { header: 'x-timestamp' },
  signed: ({ body }: RawWebhook, timestamp: string) => [timestamp, body],
  toEvents,
  clock,
} as const;

function newEc() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function signEcdsa(body: Uint8Array, at: number, key: KeyObject, dsaEncoding: 'der' | 'ieee-p1363'): Buffer {
  return sign('sha256', Buffer.concat([Buffer.from(String(at)), body]), { key, dsaEncoding });
}

function ecdsaForgeries(form: 'der' | 'raw', other: 'der' | 'ieee-p1363'): Kit['forgeries'] {
  return {
    'its timestamp is missing': [of('x-timestamp', () => undefined), 'signature_missing'],
    'its timestamp came twice': [of('x-timestamp', (text) => `${text}, ${text}`), 'signature_invalid'],
    'its numbers are written in the other form': [
      ({ body, ...rest }) =>
        withHeader({ ...rest, body }, 'x-signature', () =>
          signEcdsa(body, now, ec.own.privateKey, other).toString('base64'),
        ),
      'signature_invalid',
    ],
    'it is in hex': [
      of('x-signature', (text) => Buffer.from(text, 'base64').toString('hex')),
      'signature_invalid',
    ],
    // r = s = 0 verifies everything where nobody looks: CVE-2022-21449
    'its numbers are zero': [
      of('x-signature', () =>
        Buffer.from(form === 'der' ? [0x30, 6, 2, 1, 0, 2, 1, 0] : new Uint8Array(64)).toString('base64'),
      ),
      'signature_invalid',
    ],
  };
}

function ecdsaKit(form: 'der' | 'raw'): Kit {
  const [own, other] = form === 'der' ? (['der', 'ieee-p1363'] as const) : (['ieee-p1363', 'der'] as const);
  const publicKeys = [
    spki(newEc().publicKey),
    ec.own.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ];
  return {
    name: `ECDSA on P-256 (${form})`,
    body: payload,
    receive: ecdsaWebhooks({ ...ecdsaOptions, form, publicKeys }).webhooks.receive,
    sign: (body, { at = now, key = 'own' } = {}) => {
      const signature = signEcdsa(body, at, ec[key].privateKey, own).toString('base64');
      return { headers: new Headers({ 'x-signature': signature, 'x-timestamp': String(at) }), body, url };
    },
    header: 'x-signature',
    moveTime: (webhook, at) => withHeader(webhook, 'x-timestamp', () => String(at)),
    forgeries: ecdsaForgeries(form, other),
    blank: () => ecdsaWebhooks({ ...ecdsaOptions, publicKeys: '' }),
  };
}

export const ecdsaKits = [ecdsaKit('der'), ecdsaKit('raw')];

const ed = { own: newEd(), stranger: newEd(), empty: newEd() };
const edOptions = {
  header: 'x-signature-ed25519',
  timestamp: { header: 'x-signature-timestamp' },
  signed: ({ body }: RawWebhook, timestamp: string) => [timestamp, body],
  toEvents,
  clock,
} as const;

function newEd() {
  return generateKeyPairSync('ed25519');
}

/** As Discord signs. */
export const ed25519Kit: Kit = {
  name: 'Ed25519',
  body: payload,
  receive: ed25519Webhooks({ ...edOptions, publicKeys: [spki(newEd().publicKey), spki(ed.own.publicKey)] })
    .webhooks.receive,
  sign: (body, { at = now, key = 'own' } = {}) => {
    const signed = Buffer.concat([Buffer.from(String(at)), body]);
    const signature = sign(null, signed, ed[key].privateKey).toString('hex');
    const headers = new Headers({ 'x-signature-ed25519': signature, 'x-signature-timestamp': String(at) });
    return { headers, body, url };
  },
  header: 'x-signature-ed25519',
  moveTime: (webhook, at) => withHeader(webhook, 'x-signature-timestamp', () => String(at)),
  forgeries: {
    'its timestamp is missing': [of('x-signature-timestamp', () => undefined), 'signature_missing'],
    'it is in base64': [
      of('x-signature-ed25519', (text) => Buffer.from(text, 'hex').toString('base64')),
      'signature_invalid',
    ],
    'it is cut short': [of('x-signature-ed25519', (text) => text.slice(0, 64)), 'signature_invalid'],
    'it is an HMAC with the public key, which everybody knows': [
      ({ body, ...rest }) =>
        withHeader({ ...rest, body }, 'x-signature-ed25519', () =>
          createHmac('sha512', spki(ed.own.publicKey)).update(body).digest('hex'),
        ),
      'signature_invalid',
    ],
  },
  blank: () => ed25519Webhooks({ ...edOptions, publicKeys: [] }),
};
