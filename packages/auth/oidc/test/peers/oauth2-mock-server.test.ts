import { type MutableResponse, type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/world.ts';
import { peerCases } from './cases.ts';
import { comparePeer } from './compare.ts';
import { mockServer } from './oauth2-mock-server.ts';
import { type Peer, toPeer } from './peer.ts';

interface MockPeer extends Peer {
  readonly server: OAuth2Server;
}

/** Made once: RSA keys take a while. */
const signingKey = new OAuth2Server().issuer.keys.generate('RS256');

async function start(): Promise<MockPeer> {
  const server = new OAuth2Server();
  await server.issuer.keys.add(await signingKey);
  await server.start(0, '127.0.0.1');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = issuer;
  return { ...toPeer({ issuer, close: () => server.stop() }), server };
}

/** oauth2-mock-server@9.3.0, which asks nobody anything: https://github.com/axa-group/oauth2-mock-server */
describe('oauth2-mock-server', () => {
  comparePeer(start, peerCases, mockServer);
});

async function signIn({ auth, visit }: Peer): Promise<unknown> {
  const { url, cookie } = await auth.signIn.begin();
  const end = await visit(url);
  if (end.kind === 'page') throw new Error('It asks nobody anything.');
  end.request.headers.set('cookie', `${cookie.name}=${cookie.value}`);
  return auth.signIn.complete({ request: end.request });
}

describe('oauth2-mock-server, told to lie, is refused', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;

  it.each([
    ['another nonce', { nonce: 'another' }, 'nonce_mismatch'],
    ['no nonce', { nonce: undefined }, 'nonce_mismatch'],
    ['another issuer', { iss: 'https://evil.test' }, 'issuer_mismatch'],
    ['another audience', { aud: 'another-application' }, 'audience_mismatch'],
    ['an end long ago', { exp: past }, 'token_expired'],
    ['no subject', { sub: undefined }, 'claim_missing'],
  ])('for an id token with %s', async (_, claims, reason) => {
    await using peer = await start();
    peer.server.service.on('beforeTokenSigning', ({ payload }: MutableToken) => {
      if ('nonce' in payload) Object.assign(payload, claims); // the id token alone has one
    });
    expect(await failureOf(signIn(peer))).toEqual(['unauthenticated', reason]);
  });

  it.each([
    ['an outage', { statusCode: 503, body: '' }, ['provider_unavailable', undefined]],
    [
      'a refusal',
      { statusCode: 400, body: { error: 'invalid_grant' } },
      ['unauthenticated', 'grant_invalid'],
    ],
    [
      'no id token',
      { body: { access_token: 'a', token_type: 'Bearer' } },
      ['invalid_response', 'id_token_missing'],
    ],
    [
      'another type of token',
      { body: { access_token: 'a', token_type: 'mac' } },
      ['invalid_response', 'token_type_unknown'],
    ],
  ])('for %s at its token endpoint', async (_, lie, expected) => {
    await using peer = await start();
    peer.server.service.on('beforeResponse', (response: MutableResponse) => Object.assign(response, lie));
    expect(await failureOf(signIn(peer))).toEqual(expected);
  });
});
