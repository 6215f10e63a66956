import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Pages that a provider serves from within the application. */
export const pageCases = cases('contract', 'pages', {
  not_its_own: {
    title: 'A request for a page of the application is left to the application.',
    async run(scene) {
      const { origin } = new URL(scene.fixtures.redirectUri);
      for (const path of ['/', '/cart?open=1', '/no/such/page']) {
        const answer = await scene.value(scene.auth.pages(new Request(origin + path)));
        assertEqual(answer, undefined, `the answer for ${path}`);
      }
    },
  },
  link_of_a_sign_in: {
    title: 'Where the provider is embedded the application itself answers the link of a sign-in.',
    needs: {
      traits: ['sign_in'],
      unless: ({ embedded }) => (embedded ? undefined : 'the vendor hosts its pages itself'),
    },
    async run(scene) {
      const { url } = await scene.begin();
      const answer = await scene.value(scene.auth.pages(new Request(url)));
      assert(answer !== undefined, 'there is an answer');
      assert(answer.status < 400, `it is a page or leads to one, found ${answer.status}`);
    },
  },
});
