import { assert, assertEqual, assertOneOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { assertRaw } from '../form.ts';
import { pairOf, withCookies } from '../scene.ts';

const browser = { traits: ['sign_in'] } as const;

/** How a sign-in ends well. */
export const completeCases = cases('contract', 'signIn.complete', {
  tells_who_it_is: {
    title: 'A sign-in tells who it is: by issuer and subject, with name and e-mail address.',
    needs: browser,
    async run(scene) {
      const { issuer, people } = scene.fixtures;
      const { identity } = await scene.signIn('ada', { scopes: ['openid', 'email', 'profile'] });
      assertEqual(identity.key, { issuer, subject: people.ada.subject }, 'key');
      assertEqual(identity.provider, scene.auth.provider, 'provider');
      const found = [identity.name, identity.email?.address];
      assertEqual(found, [people.ada.name, people.ada.email], 'name, e-mail address');
      assertRaw(identity);
    },
  },
  verified_address: {
    title: 'A verified e-mail address counts as verified, on somebody’s word.',
    needs: browser,
    async run(scene) {
      const { email } = (await scene.signIn('ada')).identity;
      assertEqual(email?.verified, true, 'whether it is verified');
      assertOneOf(email?.authority, ['mailbox_provider', 'issuer_verified', 'issuer_asserted'], 'authority');
    },
  },
  unverified_address: {
    title: 'An e-mail address that nobody verified never counts as verified.',
    needs: browser,
    async run(scene) {
      const { email, key } = (await scene.signIn('bob')).identity;
      assertEqual(key.subject, scene.fixtures.people.bob.subject, 'subject');
      assertEqual([email?.address, email?.verified], [scene.fixtures.people.bob.email, false], 'the address');
    },
  },
  time_of_the_proof: {
    title: 'With a longest age it is known when the person proved who they are.',
    needs: browser,
    async run(scene) {
      const { identity } = await scene.signIn('ada', { maxAgeSeconds: 60 });
      const { at, methods } = identity.authentication;
      assert(at instanceof Date, 'there is a time');
      const ageMs = scene.clock.now() - at.getTime();
      assert(ageMs >= -1000 && ageMs <= 60_000, `an age within the minute, found ${ageMs} ms`);
      assert(Array.isArray(methods), 'methods is a list');
    },
  },
  tokens_are_the_persons: {
    title: 'The tokens are of the person who signed in, and say what was granted and until when.',
    needs: browser,
    async run(scene) {
      const { issuer, people, api } = scene.fixtures;
      const { tokens } = await scene.signIn('ada', { scopes: ['openid', api.scope] });
      assertEqual([tokens.issuer, tokens.subject], [issuer, people.ada.subject], 'issuer, subject');
      assertEqual(tokens.tokenType.toLowerCase(), 'bearer', 'type');
      assert(tokens.idToken !== undefined, 'there is an id token');
      for (const scope of ['openid', api.scope])
        assert(tokens.scopes.includes(scope), `${scope} is granted, found ${tokens.scopes.join(' ')}`);
      assert(Number(tokens.expiresAt) > scene.clock.now(), 'they last for a while');
      assertRaw(tokens);
    },
  },
  nothing_is_granted_unasked: {
    title: 'What was not asked for is not granted.',
    needs: browser,
    async run(scene) {
      const { tokens } = await scene.signIn('ada', { scopes: ['openid'] });
      assertEqual(tokens.scopes, ['openid'], 'scopes');
      assertEqual(tokens.refreshToken, undefined, 'a refresh token that nobody asked for');
    },
  },
  long_session: {
    title: 'Who asks for it gets a refresh token.',
    needs: { ...browser, operations: ['flow.refresh'] },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      assert(tokens.refreshToken !== undefined, 'there is a refresh token');
    },
  },
  default_purpose: {
    title: 'Without further wishes the purpose is to sign in, and the way leads to the front page.',
    needs: browser,
    async run(scene) {
      const { purpose, returnTo, linkTo } = await scene.signIn();
      assertEqual([purpose, returnTo, linkTo], ['sign_in', '/', undefined], 'purpose, page, account');
    },
  },
  purpose_comes_back: {
    title: 'The purpose and the account to link to come back as they were.',
    needs: browser,
    async run(scene) {
      const link = await scene.signIn('bob', { purpose: 'link', linkTo: 'konto/7 – Ada' });
      assertEqual([link.purpose, link.linkTo], ['link', 'konto/7 – Ada'], 'of the first');
      const stepUp = await scene.signIn('ada', { purpose: 'step_up', maxAgeSeconds: 60 });
      assertEqual([stepUp.purpose, stepUp.linkTo], ['step_up', undefined], 'of the second');
    },
  },
  cookie_is_cleared: {
    title: 'At the end the cookie is taken away: the same name, path and guards.',
    needs: browser,
    async run(scene) {
      const start = await scene.begin();
      const request = await scene.comeBack(start);
      const { clearCookie } = await scene.value(scene.auth.signIn.complete({ request }));
      const [pair, ...attributes] = clearCookie.split('; ');
      const own = start.cookie.header.split('; ').slice(1);
      assertEqual(pair, `${start.cookie.name}=`, 'the pair');
      const expected = own.map((attribute) => attribute.replace(/^Max-Age=.*/, 'Max-Age=0'));
      assertEqual(attributes.toSorted(), expected.toSorted(), 'attributes');
    },
  },
  two_tabs: {
    title: 'Two tabs sign in beside each other, and end in the other order.',
    needs: browser,
    async run(scene) {
      const first = await scene.begin({ returnTo: '/first' });
      const second = await scene.begin({ returnTo: '/second' });
      const jar = [first, second].map(({ cookie }) => pairOf(cookie)).join('; ');
      const later = await scene.comeBack(second, 'bob', jar);
      const earlier = await scene.comeBack(first, 'ada', jar);
      const pages: string[] = [];
      for (const request of [later, earlier])
        pages.push((await scene.value(scene.auth.signIn.complete({ request }))).returnTo);
      assertEqual(pages, ['/second', '/first'], 'where both go');
    },
  },
  other_cookies_do_not_disturb: {
    title: 'The application’s own cookies, in any form, do not disturb.',
    needs: browser,
    async run(scene) {
      const start = await scene.begin();
      const jar = `theme=dark;  odd; =odd; a=b=c; ${pairOf(start.cookie)};session="x y"`;
      const request = await scene.comeBack(start, 'ada', jar);
      const { identity } = await scene.value(scene.auth.signIn.complete({ request }));
      assertEqual(identity.key.subject, scene.fixtures.people.ada.subject, 'who signed in');
    },
  },
  another_machine_completes: {
    title: 'What begins on one machine completes on another.',
    needs: browser,
    async run(scene) {
      const another = await scene.subject.another();
      const start = await scene.begin({ returnTo: '/cart' });
      const request = await scene.comeBack(start);
      const { identity, returnTo } = await scene.value(another.signIn.complete({ request }));
      assertEqual([identity.key.subject, returnTo], [scene.fixtures.people.ada.subject, '/cart'], 'the end');
    },
  },
  last_moment: {
    title: 'Who takes almost ten minutes at the provider still signs in.',
    needs: browser,
    async run(scene) {
      const start = await scene.begin();
      await scene.passTime(10 * 60_000 - 2000);
      const request = await scene.comeBack(start);
      await scene.value(scene.auth.signIn.complete({ request }));
    },
  },
  behind_a_proxy: {
    title: 'Behind a proxy, which changes the host of the request, a sign-in completes all the same.',
    needs: browser,
    async run(scene) {
      const start = await scene.begin();
      const arrived = await scene.comeBack(start);
      const inner = new URL(arrived.url);
      inner.host = 'inner.example:8080';
      const request = arrived.method === 'GET' ? new Request(inner) : new Request(inner, arrived);
      const behind = withCookies(request, pairOf(start.cookie));
      await scene.value(scene.auth.signIn.complete({ request: behind }));
    },
  },
});
