import { Secret } from '@patchbay/core';
import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

const browser = { traits: ['sign_in'] } as const;

/** What a good token says. */
export const verifyCases = cases('contract', 'tokens.verify', {
  access_token: {
    title: 'An access token tells whose it is, for whom, what was granted, and until when.',
    needs: browser,
    async run(scene) {
      const { api, issuer, people } = scene.fixtures;
      const token = await scene.value(
        scene.auth.tokens.verify(await scene.apiToken(), { audience: api.audience }),
      );
      assertEqual(token.key, { issuer, subject: people.ada.subject }, 'key');
      assertEqual([token.kind, token.audience.includes(api.audience)], ['access', true], 'kind, audience');
      assert(token.scopes.includes(api.scope), `the scope is granted, found ${token.scopes.join(' ')}`);
      assert(Number(token.expiresAt) > scene.clock.now(), 'it lasts for a while');
      assert(Number(token.issuedAt) <= scene.clock.now() + 1000, 'it was issued before now');
      assertEqual([token.claims['iss'], token.claims['sub']], [issuer, people.ada.subject], 'claims');
    },
  },
  id_token: {
    title: 'An id token is for the application itself, without a word about the audience.',
    needs: browser,
    async run(scene) {
      const { clientId, people } = scene.fixtures;
      const token = await scene.value(scene.auth.tokens.verify(await idTokenOf(scene), { kind: 'id' }));
      assertEqual([token.kind, token.key.subject], ['id', people.ada.subject], 'kind, subject');
      assert(token.audience.includes(clientId), 'it is for the application');
    },
  },
  as_text_or_as_secret: {
    title: 'A token is taken as text and as a secret.',
    needs: browser,
    async run(scene) {
      const text = await scene.apiToken('bob');
      const expectation = { audience: scene.fixtures.api.audience };
      for (const form of [text, Secret.passing(text)]) {
        const { key } = await scene.value(scene.auth.tokens.verify(form, expectation));
        assertEqual(key.subject, scene.fixtures.people.bob.subject, 'subject');
      }
    },
  },
  one_of_several_audiences: {
    title: 'Of several audiences that would do, one is enough.',
    needs: browser,
    async run(scene) {
      const audience = ['https://other.example/api', scene.fixtures.api.audience];
      await scene.value(scene.auth.tokens.verify(await scene.apiToken(), { audience }));
    },
  },
  granted_scopes: {
    title: 'A token with the scopes that are needed passes.',
    needs: browser,
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      await scene.value(scene.auth.tokens.verify(await scene.apiToken(), { audience, scopes: [scope] }));
    },
  },
  another_machine: {
    title: 'A token that one machine was given passes at another.',
    needs: browser,
    async run(scene) {
      const another = await scene.subject.another();
      const { audience } = scene.fixtures.api;
      const token = await scene.value(another.tokens.verify(await scene.apiToken(), { audience }));
      assertEqual(token.key.subject, scene.fixtures.people.ada.subject, 'subject');
    },
  },
  until_it_expires: {
    title:
      'A token passes until its last second, and not for longer than two minutes of forgiven difference.',
    needs: browser,
    async run(scene) {
      const { audience } = scene.fixtures.api;
      const text = await scene.apiToken();
      const { expiresAt } = await scene.value(scene.auth.tokens.verify(text, { audience }));
      await scene.clock.advance(Number(expiresAt) - scene.clock.now() - 1000);
      await scene.value(scene.auth.tokens.verify(text, { audience }));
      await scene.clock.advance(121_000);
      const error = await scene.failure(scene.auth.tokens.verify(text, { audience }));
      assertError(error, { code: 'unauthenticated', reason: 'token_expired', outcome: 'not_applied' });
    },
  },
  revocation_is_asked_every_time: {
    title: 'Whether a token was revoked is asked on every call, also for one that passed before.',
    needs: browser,
    async run(scene) {
      const { audience } = scene.fixtures.api;
      const text = await scene.apiToken();
      const revoked = new Set<string>();
      let asked = 0;
      const isRevoked = async ({ key }: { readonly key: { readonly subject: string } }): Promise<boolean> => {
        asked += 1;
        return revoked.has(key.subject);
      };
      await scene.value(scene.auth.tokens.verify(text, { audience, isRevoked }));
      await scene.value(scene.auth.tokens.verify(text, { audience, isRevoked }));
      revoked.add(scene.fixtures.people.ada.subject);
      const error = await scene.failure(scene.auth.tokens.verify(text, { audience, isRevoked }));
      assertError(error, { code: 'unauthenticated', reason: 'token_revoked' });
      assertEqual(asked, 3, 'how often it was asked');
    },
  },
  recent_proof: {
    title: 'A longest age passes who proved it recently, and refuses whose proof is older.',
    needs: browser,
    async run(scene) {
      const { tokens } = await scene.signIn('ada', { maxAgeSeconds: 60 });
      const expectation = { kind: 'id', maxAgeSeconds: 300 } as const;
      const text = tokens.idToken?.reveal() ?? '';
      await scene.value(scene.auth.tokens.verify(text, expectation));
      await scene.clock.advance(10 * 60_000);
      const error = await scene.failure(scene.auth.tokens.verify(text, expectation));
      assertError(error, { code: 'unauthenticated', reason: 'authentication_too_old' });
      await scene.value(scene.auth.tokens.verify(text, { kind: 'id' }));
    },
  },
});

async function idTokenOf(scene: AuthScene): Promise<string> {
  return (await scene.signIn()).tokens.idToken?.reveal() ?? '';
}
