import type { AuthSubject } from '@patchbay/auth/conformance';
import { IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { type AuthDriver, driverOn, instead } from '../broken.ts';

const driver = driverOn('oidc');

/** Ways to look at `returnTo` that let people be sent anywhere. */
export const returnToDrivers: readonly AuthDriver[] = [
  accepts('path-by-slash', 'takes what begins with a slash for a path', 'without_scheme', (page) =>
    page.startsWith('/'),
  ),
  accepts(
    'path-after-cleaning',
    'takes tabs for nothing',
    'with_a_tab',
    (page) => page.replaceAll('\t', '') !== page,
  ),
  accepts('two-lines', 'takes a page of two lines', 'with_a_line_break', (page) => page.includes('\r\n')),
  accepts('dots-unresolved', 'does not resolve dots', 'with_dots', (page) => page.startsWith('/.')),
  accepts('any-url', 'takes any URL', 'a_script', (page) => URL.canParse(page)),
  accepts('site-by-beginning', 'compares the beginning of a URL', 'a_longer_host', (page, origin) =>
    page.startsWith(origin),
  ),
  accepts(
    'site-by-name',
    'compares the name of a site without its port',
    'another_port',
    (page, origin) => URL.canParse(page) && new URL(page).hostname === new URL(origin).hostname,
  ),
  accepts('site-by-containing', 'looks for the site anywhere in a URL', 'with_a_user', (page, origin) =>
    page.includes(new URL(origin).host),
  ),
  accepts('relative-page', 'takes a page without a path', 'a_bare_word', (page) => /^\w+$/.test(page)),
  accepts('no-page', 'takes no page for the front page', 'nothing', (page) => page === ''),
  accepts('page-of-any-length', 'takes a page of any length', 'too_long', (page) => page.length > 1000),
];

/** A page that should be refused is accepted. */
function accepts(
  id: string,
  what: string,
  rule: string,
  isAccepted: (page: string, origin: string) => boolean,
): AuthDriver {
  return driver(id, what, `errors.signIn.begin.return_to_${rule}`, {
    facade: (auth, subject: AuthSubject) =>
      instead('signIn.begin', (original) => async (input, ...rest) => {
        const { returnTo, ...others } = fieldsOf(input);
        const { origin } = new URL(subject.fixtures.redirectUri);
        try {
          return await original(input, ...rest);
        } catch (error) {
          const isRefused = IntegrationError.is(error, 'invalid_request', 'return_to_refused');
          if (isRefused && isAccepted(String(returnTo), origin)) return original(others, ...rest);
          throw error;
        }
      }).facade(auth, subject),
  });
}
