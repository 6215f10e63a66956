import { assert, printedForms } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { type AuthScene, pairOf } from '../scene.ts';

/** What a sign-in prints. */
export const printedCases = cases('redaction', 'signIn.complete', {
  result: {
    title: 'A completed sign-in can be logged as a whole: no token appears in it.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const signIn = await scene.signInForLong();
      const { accessToken, idToken, refreshToken } = signIn.tokens;
      const tokens = [accessToken, idToken, refreshToken].flatMap((token) => token?.reveal() ?? []);
      for (const printed of [signIn, signIn.tokens, { ...signIn.tokens }, [accessToken]])
        assertHidden(JSON.stringify(printed), tokens);
      assertHidden(String(signIn.tokens.accessToken), tokens);
    },
  },
  link: {
    title: 'The link, the cookie and what is claimed show no secret of the application.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const start = await scene.begin({ returnTo: '/cart' });
      assertHidden(JSON.stringify(start), scene.subject.secrets);
      const request = await scene.comeBack(start);
      assertHidden(request.url, scene.subject.secrets);
    },
  },
  refusal: {
    title: 'A refusal shows neither the code, nor the state, nor the cookie.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const start = await scene.begin();
      const answer = { code: 'a-code-of-somebody-1815', state: 'a-state-of-somebody-1815' };
      const url = `${scene.fixtures.redirectUri}?${new URLSearchParams(answer).toString()}`;
      const request = new Request(url, { headers: { cookie: pairOf(start.cookie) } });
      const error = await scene.failure(scene.auth.signIn.complete({ request }));
      const hidden = [...Object.values(answer), start.cookie.value];
      assertPrintsNone(error, hidden);
    },
  },
});

/** What a token that is refused prints. */
export const printedTokenCases = cases('redaction', 'tokens.verify', {
  refused_token: {
    title: 'A token that is refused does not appear in the error, nor does its holder.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const text = await scene.apiToken();
      const call = scene.auth.tokens.verify(text, { audience: 'https://other.example' });
      await assertClean(scene, call, [text, ...text.split('.')]);
      const forged = `${text.slice(0, -6)}AAAAAA`;
      const { audience } = scene.fixtures.api;
      await assertClean(scene, scene.auth.tokens.verify(forged, { audience }), [
        forged,
        ...forged.split('.'),
      ]);
    },
  },
  refused_by_the_application: {
    title: 'Why the application refuses a token stays with the application.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const { audience } = scene.fixtures.api;
      const text = await scene.apiToken();
      const isRevoked = (): boolean => true;
      const call = scene.auth.tokens.verify(text, { audience, isRevoked });
      await assertClean(scene, call, [text, scene.fixtures.people.ada.email]);
    },
  },
});

async function assertClean(
  scene: AuthScene,
  call: Promise<unknown>,
  hidden: readonly string[],
): Promise<void> {
  const error = await scene.failure(call);
  assertPrintsNone(error, hidden);
}

/** Fails when an error holds what is hidden, in whatever place. */
function assertPrintsNone(error: unknown, hidden: readonly string[]): void {
  for (const { text } of printedForms(error)) assertHidden(text, hidden);
}

function assertHidden(text: string, hidden: readonly string[]): void {
  for (const secret of hidden.filter((part) => part.length > 8))
    assert(!text.includes(secret), 'nothing that prints shows it');
}
