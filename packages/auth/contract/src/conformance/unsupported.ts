import { assertEqual, assertError } from '@patchbay/core/conformance';
import type { WebhookInput } from '@patchbay/core/webhook';
import type { AuthTrait } from '../capabilities.ts';
import { type AuthRow, cases } from './define.ts';
import type { AnyAuth } from './harness.ts';

const webhook = (): WebhookInput =>
  new Request('https://shop.example/told', {
    method: 'POST',
    body: new URLSearchParams({ logout_token: 'a' }),
  });

/** Methods of what a provider does not have. */
export const unsupportedCases = [
  cases('unsupported', 'signIn.begin', {
    trait_sign_in: without('sign_in', 'Where nobody can sign in no sign-in begins.', ({ signIn }) =>
      signIn.begin(),
    ),
  }),
  cases('unsupported', 'signIn.complete', {
    trait_sign_in: without('sign_in', 'Where nobody can sign in no callback counts.', ({ signIn }) =>
      signIn.complete({ request: new Request('https://shop.example/auth/callback?code=a&state=b') }),
    ),
  }),
  cases('unsupported', 'signOut.receive', {
    trait_sign_out_back_channel: without(
      'sign_out.back_channel',
      'Where the provider does not tell of sessions that end, what claims to be its word is refused.',
      ({ signOut }) => signOut.receive(webhook()),
    ),
  }),
  // No adapter has the trait yet: what its webhooks have to be is still to be written.
  cases('unsupported', 'webhooks.receive', {
    trait_webhooks: without(
      'webhooks',
      'Where the provider sends no webhooks, what claims to be one is refused.',
      ({ webhooks }) => webhooks.receive(webhook()),
    ),
  }),
].flat();

function without(trait: AuthTrait, title: string, call: (auth: AnyAuth) => Promise<unknown>): AuthRow {
  return {
    title,
    parameters: { title },
    needs: { unless: ({ traits }) => (traits[trait] ? 'the trait is there' : undefined) },
    async run(scene) {
      const { requestCount } = scene;
      assertError(await scene.failure(call(scene.auth)), { code: 'unsupported', outcome: 'not_applied' });
      assertEqual(scene.requestCount, requestCount, 'requests');
    },
  };
}
