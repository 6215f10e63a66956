import { freePort } from '@patchbay/testing/node';
import { createEmulator } from 'emulate';
import { describe } from 'vitest';
import { peerCases } from './cases.ts';
import { comparePeer } from './compare.ts';
import { google, okta } from './emulate.ts';
import { ada, clientId, clientSecret, type Peer, redirectUri, signedOutUri, toPeer } from './peer.ts';

const client = { client_id: clientId, client_secret: clientSecret, name: 'Shop' };

async function startOkta(): Promise<Peer> {
  const { issuer: origin, close } = await emulate('okta', {
    users: [{ login: ada.email, email: ada.email, first_name: 'Ada', last_name: 'Lovelace' }],
    authorization_servers: [{ id: 'shop', name: 'Shop', audiences: ['https://api.test'] }],
    oauth_clients: [{ ...client, redirect_uris: [redirectUri, signedOutUri], auth_server_id: 'shop' }],
  });
  return toPeer({ issuer: `${origin}/oauth2/shop`, audience: 'https://api.test', close });
}

async function startGoogle(): Promise<Peer> {
  const users = [{ email: ada.email, name: ada.name }];
  const peer = await emulate('google', {
    users,
    oauth_clients: [{ ...client, redirect_uris: [redirectUri] }],
  });
  return toPeer({ ...peer, setup: { transport: { fetch: secretInForm } } });
}

async function emulate(service: 'okta' | 'google', seed: object) {
  const port = await freePort();
  const emulator = await createEmulator({ service, port, seed: { [service]: seed } });
  return { issuer: emulator.url, close: () => emulator.close() };
}

/** It publishes that it takes the secret in the header too, and does not: it is made to publish what it takes. */
const secretInForm: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.url.endsWith('/.well-known/openid-configuration')) return response;
  const document: unknown = await response.json();
  const methods = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
  return Response.json({ ...Object(document), ...methods });
};

/** emulate@0.12.2, an independent server of vendors' APIs: https://github.com/vercel-labs/emulate */
describe('Okta of emulate', () => {
  comparePeer(startOkta, peerCases, okta);
});

describe('Google of emulate', () => {
  comparePeer(startGoogle, peerCases, google);
});
