import { assertEqual, assertError, methodOf } from '@patchbay/core/conformance';
import { type AuthRow, cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

const origin = ({ fixtures }: AuthScene): string => new URL(fixtures.redirectUri).origin;

/** What is refused before anybody is sent anywhere. */
export const beginErrorCases = cases('errors', 'signIn.begin', {
  return_to_another_site: refusesReturn('the URL of another site', () => 'https://evil.example/'),
  return_to_without_scheme: refusesReturn('two slashes', () => '//evil.example'),
  return_to_with_backslash: refusesReturn(
    'a backslash, which browsers read as a slash',
    () => '/\\evil.example',
  ),
  return_to_with_two_backslashes: refusesReturn('two backslashes', () => '\\\\evil.example'),
  return_to_with_a_tab: refusesReturn('a tab, which browsers leave out', () => '/\t/evil.example'),
  return_to_with_a_line_break: refusesReturn('a line break', () => '/shop\r\nset-cookie: a=b'),
  return_to_with_dots: refusesReturn('dots that leave two slashes', () => '/.//evil.example'),
  return_to_a_script: refusesReturn('a script', () => 'javascript:alert(1)'),
  return_to_data: refusesReturn('a page within the URL', () => 'data:text/html,hello'),
  return_to_with_a_user: refusesReturn('a user before the host', (scene) =>
    origin(scene).replace('://', '://shop@'),
  ),
  return_to_a_longer_host: refusesReturn(
    'a host that only begins like ours',
    (scene) => `${origin(scene)}.evil.example/`,
  ),
  return_to_another_port: refusesReturn('another port', (scene) => {
    const url = new URL(origin(scene));
    url.port = url.port === '8443' ? '8444' : '8443';
    return url.href;
  }),
  return_to_a_bare_word: refusesReturn('no path', () => 'orders'),
  return_to_nothing: refusesReturn('nothing', () => ''),
  return_to_too_long: refusesReturn('more than a cookie holds', () => `/${'a'.repeat(1500)}`),
  link_without_an_account: refuses('To link takes the account to link to.', { purpose: 'link' }),
  account_without_a_link: refuses('An account to link to goes with the purpose `link` alone.', {
    linkTo: 'account-1',
  }),
  scope_with_a_space: refuses('A scope with a space in it would be two.', { scopes: ['email profile'] }),
  scope_with_a_quote: refuses('A scope has no quotation marks.', { scopes: ['"'] }),
  hint_of_two_lines: refuses('A hint is one line.', { loginHint: 'ada@example.com\nbob@example.com' }),
  prompt_unknown: refuses('A prompt that no provider knows is refused.', { prompt: 'shout' }),
  age_below_zero: refuses('An age is not negative.', { maxAgeSeconds: -1 }),
  age_with_a_fraction: refuses('An age is in whole seconds.', { maxAgeSeconds: 1.5 }),
  field_unknown: refuses('No option leaves PKCE out: an unknown field is refused.', { pkce: false }),
  too_much_for_a_cookie: refuses('What browsers would drop as too large a cookie is refused.', {
    scopes: Array.from({ length: 40 }, (_, index) => `${'scope'.repeat(20)}${index}`),
  }),
});

function refusesReturn(what: string, returnTo: (scene: AuthScene) => string): AuthRow {
  return {
    title: `Nobody is sent back to ${what}.`,
    parameters: { what },
    needs: { traits: ['sign_in'] },
    run: (scene) => assertRefused(scene, { returnTo: returnTo(scene) }, 'return_to_refused'),
  };
}

function refuses(title: string, input: object): AuthRow {
  return {
    title,
    parameters: { title },
    needs: { traits: ['sign_in'] },
    run: (scene) => assertRefused(scene, input, 'parameter_invalid'),
  };
}

async function assertRefused(scene: AuthScene, input: object, reason: string): Promise<void> {
  const error = await scene.failure(Promise.resolve(methodOf(scene.facade, 'signIn.begin')(input)));
  assertError(error, { code: 'invalid_request', reason, outcome: 'not_applied' });
  assertEqual(error.operation, 'auth.signIn.begin', 'operation of the error');
}
