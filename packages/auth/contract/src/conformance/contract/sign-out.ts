import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** How a sign-out begins. */
export const signOutCases = cases('contract', 'signOut.begin', {
  leads_to_the_provider: {
    title: 'The way out leads to the provider, which is told whose session ends and where to go then.',
    needs: { traits: ['sign_in', 'sign_out'] },
    async run(scene) {
      const { tokens } = await scene.signIn();
      const { idToken } = tokens;
      assert(idToken !== undefined, 'there is an id token');
      const start = await scene.value(scene.auth.signOut.begin({ idToken, state: 'bye-42' }));
      assert(start.kind === 'redirect', 'it leads to the provider');
      const url = new URL(start.url);
      const { clientId, signedOutUri } = scene.fixtures;
      const wanted = {
        client_id: clientId,
        id_token_hint: idToken.reveal(),
        post_logout_redirect_uri: signedOutUri,
        state: 'bye-42',
      };
      for (const [name, value] of Object.entries(wanted))
        assertEqual(url.searchParams.getAll(name), [value], name);
      const { end_session_endpoint } = await scene.value(scene.auth.flow.discover());
      assertEqual(url.origin + url.pathname, end_session_endpoint?.split('?')[0], 'the page');
    },
  },
  without_knowing_who: {
    title: 'Without an id token the way out still leads to the provider, which asks the person.',
    needs: { traits: ['sign_out'] },
    async run(scene) {
      const start = await scene.value(scene.auth.signOut.begin());
      assert(start.kind === 'redirect', 'it leads to the provider');
      const { searchParams } = new URL(start.url);
      assertEqual(searchParams.has('id_token_hint'), false, 'whether it names a session');
      assertEqual(searchParams.get('client_id'), scene.fixtures.clientId, 'client');
    },
  },
  local_only: {
    title: 'Where the provider has no way out only the application’s own session ends.',
    needs: {
      traits: ['sign_in'],
      unless: ({ traits }) => (traits.sign_out ? 'the provider has a way out' : undefined),
    },
    async run(scene) {
      assertEqual(await scene.value(scene.auth.signOut.begin()), { kind: 'local_only' }, 'the way out');
    },
  },
});
