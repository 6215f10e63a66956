import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { SignInStart } from '../../sign-in-types.ts';
import { type AuthRow, cases } from '../define.ts';
import { type AuthScene, answerOf, pairOf, withCookies } from '../scene.ts';

type Failing = Readonly<{ code: 'unauthenticated' | 'access_denied'; reason: string }>;

const unauthenticated = (reason: string): Failing => ({ code: 'unauthenticated', reason });

/** Callbacks that are none: somebody else's, changed, late, or twice. */
export const callbackCases = cases('errors', 'signIn.complete', {
  other_browser: refuses(
    'A callback in a browser that began nothing signs nobody in.',
    unauthenticated('transaction_missing'),
    async (scene, start) => scene.comeBack(start, 'ada', ''),
  ),
  cookies_of_others_only: refuses(
    'The cookie of another sign-in of the same browser does not complete this one.',
    unauthenticated('state_mismatch'),
    async (scene, start) => scene.comeBack(start, 'ada', pairOf((await scene.begin()).cookie)),
  ),
  cookie_of_another_under_this_name: refuses(
    'The content of another sign-in’s cookie does not complete this one.',
    unauthenticated('state_mismatch'),
    async (scene, start) => {
      const { value } = (await scene.begin()).cookie;
      return scene.comeBack(start, 'ada', pairOf({ name: start.cookie.name, value }));
    },
  ),
  cookie_changed: refuses(
    'A cookie of which one character was changed is worth nothing.',
    unauthenticated('transaction_invalid'),
    (scene, start) =>
      scene.comeBack(
        start,
        'ada',
        changed(start, (value) => flip(value)),
      ),
  ),
  cookie_cut: refuses(
    'A cookie that was cut is worth nothing.',
    unauthenticated('transaction_invalid'),
    (scene, start) =>
      scene.comeBack(
        start,
        'ada',
        changed(start, (value) => value.slice(0, 20)),
      ),
  ),
  cookie_empty: refuses(
    'An empty cookie is worth nothing.',
    unauthenticated('transaction_invalid'),
    (scene, start) =>
      scene.comeBack(
        start,
        'ada',
        changed(start, () => ''),
      ),
  ),
  cookie_written_by_hand: refuses(
    'A cookie that somebody wrote by hand is worth nothing.',
    unauthenticated('transaction_invalid'),
    (scene, start) =>
      scene.comeBack(
        start,
        'ada',
        changed(start, () => btoa('{"state":"a"}').replaceAll('=', '')),
      ),
  ),
  state_missing: refuses(
    'A callback without a state signs nobody in.',
    unauthenticated('state_mismatch'),
    (scene, start) => answered(scene, start, (answer) => answer.delete('state')),
  ),
  state_of_somebody_else: refuses(
    'A callback with another state, as an attacker would send, signs nobody in.',
    unauthenticated('state_mismatch'),
    (scene, start) => answered(scene, start, (answer) => answer.set('state', 'chosen-by-an-attacker')),
  ),
  code_missing: refuses(
    'A callback with neither a code nor an error is no callback.',
    unauthenticated('callback_invalid'),
    (scene, start) => answered(scene, start, (answer) => answer.delete('code')),
  ),
  code_twice: refuses(
    'A callback with two codes is no callback.',
    unauthenticated('callback_invalid'),
    (scene, start) => answered(scene, start, (answer) => answer.append('code', 'another')),
  ),
  state_twice: refuses(
    'A callback with two states is no callback.',
    unauthenticated('callback_invalid'),
    (scene, start) => answered(scene, start, (answer) => answer.append('state', 'another')),
  ),
  issuer_of_another: refuses(
    'A callback that names another issuer signs nobody in.',
    unauthenticated('issuer_mismatch'),
    (scene, start) => answered(scene, start, (answer) => answer.set('iss', 'https://evil.example')),
  ),
  wrong_method: refuses(
    'A callback by another method is no callback.',
    unauthenticated('callback_invalid'),
    async (scene, start) => {
      const { url, headers } = await scene.comeBack(start);
      return new Request(url, { method: 'PUT', headers });
    },
  ),
  body_is_no_form: refuses(
    'A callback by POST that is no form is no callback.',
    unauthenticated('callback_invalid'),
    async (scene, start) => {
      const body = JSON.stringify(Object.fromEntries(await answerOf(await scene.comeBack(start))));
      const headers = { 'content-type': 'application/json', cookie: pairOf(start.cookie) };
      return new Request(scene.fixtures.redirectUri, { method: 'POST', body, headers });
    },
  ),
  code_that_nobody_gave: refuses(
    'A code that the provider never gave is refused by the provider.',
    unauthenticated('grant_invalid'),
    (scene, start) => answered(scene, start, (answer) => answer.set('code', 'nobody-was-given-this')),
  ),
  code_of_another_sign_in: refuses(
    'A code of somebody else’s sign-in is worth nothing in this browser.',
    unauthenticated('grant_invalid'),
    async (scene, start) => {
      const stolen = await answerOf(await scene.comeBack(await scene.begin(), 'bob'));
      return answered(scene, start, (answer) => answer.set('code', stolen.get('code') ?? ''));
    },
  ),
  too_late: {
    title: 'Ten minutes after it began a sign-in is over, and no code is spent for it.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      await scene.clock.advance(10 * 60_000);
      await assertRefused(scene, request, unauthenticated('transaction_expired'));
    },
  },
  nobody_is_asked: {
    title: 'Where the provider would have to ask, and must not, the answer is `login_required`.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const request = await scene.comeBack(await scene.begin({ prompt: 'none' }));
      await assertRefused(scene, request, { code: 'access_denied', reason: 'login_required' });
    },
  },
  person_says_no: {
    title: 'Who says no at the provider is not signed in, and that is no fault.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const request = await scene.comeBack(await scene.begin(), 'nobody');
      await assertRefused(scene, request, { code: 'access_denied', reason: 'consent_denied' });
    },
  },
  body_read_before: {
    title: 'A form that a framework has read already is named as the mistake.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const { redirectUri } = scene.fixtures;
      const request = new Request(redirectUri, { method: 'POST', body: new URLSearchParams({ code: 'a' }) });
      await request.text();
      await assertRefused(scene, request, unauthenticated('callback_invalid'));
    },
  },
});

function refuses(
  title: string,
  expected: Failing,
  callback: (scene: AuthScene, start: SignInStart) => Promise<Request>,
): AuthRow {
  return {
    title,
    parameters: { title },
    needs: { traits: ['sign_in'] },
    run: async (scene) => assertRefused(scene, await callback(scene, await scene.begin()), expected),
  };
}

/** Nobody is signed in, and no token was given out. */
async function assertRefused(scene: AuthScene, request: Request, expected: Failing): Promise<void> {
  const before = await scene.subject.issued();
  const error = await scene.failure(scene.auth.signIn.complete({ request }));
  assertError(error, { ...expected, outcome: 'not_applied' });
  assertEqual(error.retryable, false, 'retryable');
  assertEqual(await scene.subject.issued(), before, 'tokens that were given out');
}

/** Ada's callback, of which an attacker changed the answer. */
async function answered(
  scene: AuthScene,
  start: SignInStart,
  change: (answer: URLSearchParams) => void,
): Promise<Request> {
  const request = await scene.comeBack(start);
  const answer = await answerOf(request);
  change(answer);
  return withCookies(new Request(`${scene.fixtures.redirectUri}?${answer.toString()}`), pairOf(start.cookie));
}

function changed({ cookie }: SignInStart, change: (value: string) => string): string {
  return pairOf({ name: cookie.name, value: change(cookie.value) });
}

/** One character in the middle becomes another. */
function flip(value: string): string {
  const middle = Math.floor(value.length / 2);
  const other = value[middle] === 'A' ? 'B' : 'A';
  assert(value.length > 40, 'the cookie holds something');
  return value.slice(0, middle) + other + value.slice(middle + 1);
}
