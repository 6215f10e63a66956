import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

const browser = { traits: ['sign_in'] } as const;
const minute = 60_000;

/** How a sign-in begins. */
export const beginCases = cases('contract', 'signIn.begin', {
  leads_to_the_provider: {
    title: 'The link leads to the provider’s own page with all that a safe sign-in needs.',
    needs: browser,
    async run(scene) {
      const { clientId, redirectUri } = scene.fixtures;
      const { authorization_endpoint } = await scene.value(scene.auth.flow.discover());
      const url = new URL((await scene.begin()).url);
      assertEqual(url.origin + url.pathname, authorization_endpoint.split('?')[0], 'the page');
      const wanted = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(wanted))
        assertEqual(url.searchParams.getAll(name), [value], name);
      const random = ['state', 'code_challenge'];
      if (scene.capabilities.traits['sign_in.nonce']) random.push('nonce');
      for (const name of random)
        assert(/^[\w-]{43}$/.test(url.searchParams.get(name) ?? ''), `${name} has 256 bits`);
      assert(scopesOf(url).includes('openid'), 'it asks for openid');
    },
  },
  nothing_comes_twice: {
    title: 'Every sign-in has a state, a challenge, a nonce and a cookie of its own.',
    needs: browser,
    async run(scene) {
      const starts = [await scene.begin(), await scene.begin(), await scene.begin()];
      for (const name of ['state', 'code_challenge', 'nonce']) {
        const values = starts.map(({ url }) => new URL(url).searchParams.get(name)).filter(Boolean);
        assertEqual(new Set(values).size, values.length, `different values of ${name}`);
      }
      assertEqual(new Set(starts.map(({ cookie }) => cookie.name)).size, 3, 'different names of cookies');
      assertEqual(new Set(starts.map(({ cookie }) => cookie.value)).size, 3, 'different cookies');
    },
  },
  asks_for_what_is_wanted: {
    title: 'Scopes, hint, prompt and age go to the provider as they were asked for.',
    needs: browser,
    async run(scene) {
      const { scope } = scene.fixtures.api;
      const input = {
        scopes: [scope],
        loginHint: 'ada@example.com',
        prompt: 'login',
        maxAgeSeconds: 300,
      } as const;
      const url = new URL((await scene.begin(input)).url);
      assertEqual(scopesOf(url).toSorted(), ['openid', scope].toSorted(), 'scopes');
      const names = ['login_hint', 'prompt', 'max_age'];
      const found = names.map((name) => url.searchParams.get(name));
      assertEqual(found, ['ada@example.com', 'login', '300'], 'hint, prompt, age');
    },
  },
  cookie_is_guarded: {
    title: 'The cookie is out of reach of scripts and of other sites, and ends with the sign-in.',
    needs: browser,
    async run(scene) {
      const { cookie, expiresAt } = await scene.begin();
      const [pair, ...attributes] = cookie.header.split('; ');
      assertEqual(pair, `${cookie.name}=${cookie.value}`, 'the pair');
      const isPlain = scene.fixtures.redirectUri.startsWith('http:');
      const wanted = ['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', ...(isPlain ? [] : ['Secure'])];
      assertEqual(attributes.toSorted(), wanted, 'attributes');
      assertEqual([cookie.secure, cookie.sameSite], [!isPlain, 'lax'], 'secure, sameSite');
      assertEqual(cookie.name.startsWith('__Host-'), !isPlain, 'a name that no neighbour can set');
      assertEqual(Number(expiresAt) - scene.clock.now(), 10 * minute, 'how long the sign-in may take');
    },
  },
  cookie_hides_what_it_keeps: {
    title: 'Neither the link nor the cookie shows where the person goes, or whom they are linked to.',
    needs: browser,
    async run(scene) {
      const returnTo = '/clinic/results-of-ada';
      const { url, cookie } = await scene.begin({ returnTo, purpose: 'link', linkTo: 'patient-1815' });
      const readable = [url, decodeURIComponent(url), cookie.header, ...cookie.value.split('.').map(decoded)];
      for (const text of readable) {
        assert(!text.includes('results-of-ada'), 'the page asked for stays hidden');
        assert(!text.includes('patient-1815'), 'the account stays hidden');
      }
    },
  },
  provider_is_asked_once: {
    title: 'What the provider publishes of itself is read once: the next sign-in begins without a request.',
    needs: { ...browser, wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      await scene.begin();
      assertEqual(requests().length, 1, 'requests of the first');
      await scene.value(Promise.all([scene.begin(), scene.begin()]));
      assertEqual(requests().length, 1, 'requests of all three');
    },
  },
  many_at_once_ask_once: {
    title: 'Sign-ins that begin at the same time share the one request.',
    needs: { ...browser, wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      const starts = Array.from({ length: 20 }, () => scene.auth.signIn.begin());
      await scene.value(Promise.all(starts));
      assertEqual(requests().length, 1, 'requests');
    },
  },
  return_to_may_have_a_query: {
    title: 'A page with query and fragment, or the whole URL of one, is where the person comes back to.',
    needs: browser,
    run: (scene) =>
      assertReturn(scene, [
        '/orders?open=1&page=2#last',
        '/',
        new URL('/cart', scene.fixtures.redirectUri).href,
      ]),
  },
  return_to_may_be_in_any_language: {
    title: 'A page whose name is in any script is where the person comes back to.',
    needs: browser,
    run: (scene) => assertReturn(scene, ['/straße/日本', '/%2F%2Fshop', '/a//b', '/@ada', '/path:8080']),
  },
});

function scopesOf(url: URL): readonly string[] {
  return (url.searchParams.get('scope') ?? '').split(' ');
}

/** What somebody reads who knows base64. */
function decoded(part: string): string {
  try {
    return atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return part;
  }
}

async function assertReturn(scene: AuthScene, pages: readonly string[]): Promise<void> {
  for (const returnTo of pages)
    assertEqual((await scene.signIn('ada', { returnTo })).returnTo, returnTo, 'where the person goes');
}
