import type { SignInStart } from '@patchbay/auth';
import { fieldsOf, methodOf } from '@patchbay/core/conformance';
import { answers, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, inputs, instead } from '../broken.ts';

const driver = driverOn('oidc');
const start = (change: (start: SignInStart) => object) => answers<SignInStart>('signIn.begin', change);

/** Defects in how a sign-in begins. */
export const beginDrivers: readonly AuthDriver[] = [
  driver(
    'without-pkce',
    'sends people to the provider without PKCE',
    'contract.signIn.begin.leads_to_the_provider',
    start(({ url, ...rest }) => ({ ...rest, url: linkOf(url, (query) => query.delete('code_challenge')) })),
  ),
  driver(
    'one-state-for-all',
    'has one state for all',
    'contract.signIn.begin.nothing_comes_twice',
    start(({ url, ...rest }) => ({ ...rest, url: linkOf(url, (query) => query.set('state', 'the-state')) })),
  ),
  driver(
    'hint-dropped',
    'does not pass a hint on',
    'contract.signIn.begin.asks_for_what_is_wanted',
    inputs('signIn.begin', ({ loginHint: _dropped, ...input }) => input),
  ),
  driver(
    'cookie-in-reach',
    'lets scripts read the cookie',
    'contract.signIn.begin.cookie_is_guarded',
    start(({ cookie, ...rest }) => ({
      ...rest,
      cookie: { ...cookie, header: cookie.header.replace('; HttpOnly', '') },
    })),
  ),
  driver(
    'page-in-the-link',
    'tells the provider where the person goes',
    'contract.signIn.begin.cookie_hides_what_it_keeps',
    instead('signIn.begin', (original) => async (input, options) => {
      const { url, ...rest } = fieldsOf(await original(input, options));
      const { returnTo = '/' } = fieldsOf(input);
      return { ...rest, url: linkOf(String(url), (query) => query.set('return_to', String(returnTo))) };
    }),
  ),
  driver(
    'page-replaced',
    'sends people to the front page in place of a page that it refuses',
    'errors.signIn.begin.return_to_with_backslash',
    instead('signIn.begin', (original) => async (input, options) => {
      const { returnTo: _replaced, ...rest } = fieldsOf(input);
      return Promise.resolve(original(input, options)).catch(() => original(rest, options));
    }),
  ),
  driver(
    'query-cut',
    'forgets the query of a page',
    'contract.signIn.begin.return_to_may_have_a_query',
    inputs('signIn.begin', ({ returnTo, ...input }) => ({
      ...input,
      ...(typeof returnTo === 'string' && { returnTo: returnTo.split('?')[0] }),
    })),
  ),
  driver(
    'page-encoded',
    'encodes the page once more',
    'contract.signIn.begin.return_to_may_be_in_any_language',
    inputs('signIn.begin', ({ returnTo, ...input }) => ({
      ...input,
      ...(typeof returnTo === 'string' && { returnTo: encodeURI(returnTo) }),
    })),
  ),
  driver(
    'unknown-option-ignored',
    'ignores an option that it does not know',
    'errors.signIn.begin.field_unknown',
    inputs('signIn.begin', ({ pkce: _ignored, ...input }) => input),
  ),
  driver(
    'age-rounded',
    'rounds an age',
    'errors.signIn.begin.age_with_a_fraction',
    inputs('signIn.begin', ({ maxAgeSeconds, ...input }) => ({
      ...input,
      ...(maxAgeSeconds !== undefined && { maxAgeSeconds: Math.round(Number(maxAgeSeconds)) }),
    })),
  ),
  driver(
    'link-to-nobody',
    'links to no account',
    'errors.signIn.begin.link_without_an_account',
    inputs('signIn.begin', ({ purpose, linkTo, ...input }) =>
      linkTo === undefined ? input : { ...input, purpose, linkTo },
    ),
  ),
  driver(
    'provider-asked-each-time',
    'asks the provider for each sign-in',
    'contract.signIn.begin.provider_is_asked_once',
    {
      facade: (auth) =>
        replace(auth, 'signIn.begin', (original) => async (...given) => {
          await methodOf(auth, 'flow.discover')();
          return original(...given);
        }),
    },
  ),
  driver(
    'link-made-up',
    'makes up a link where the provider is down',
    'resilience.signIn.begin.outage',
    instead('signIn.begin', (original) => async (...given) => {
      return Promise.resolve(original(...given)).catch(() => ({ url: 'https://id.example/authorize' }));
    }),
  ),
];

function linkOf(link: string, change: (query: URLSearchParams) => void): string {
  const url = new URL(link);
  change(url.searchParams);
  return url.href;
}
