import type { OpenidProvider } from '@patchbay/testing/oidc';
import type { PeopledShop } from './shop.ts';

/** A sign-in that was begun: where the browser was sent, and what it keeps meanwhile. */
export interface Begun {
  readonly location: string;
  readonly cookie: string;
}

/** What a browser sends and gets, header by header: for what no browser would do by itself. */
export async function begin({ url }: Pick<PeopledShop, 'url'>, returnTo = '/account'): Promise<Begun> {
  const response = await ask(`${url}/auth/sign-in?${new URLSearchParams({ returnTo }).toString()}`);
  return { location: response.headers.get('location') ?? '', cookie: cookiesOf(response) };
}

/** Comes back as somebody, with these further cookies; `through` where the shop is reached under another address. */
export async function comeBack(
  provider: OpenidProvider,
  { location, cookie }: Begun,
  { subject = 'ada', cookies = '', through = '' } = {},
): Promise<Response> {
  const { url } = await provider.signIn(location, subject);
  return ask(through === '' ? url : url.replace(new URL(url).origin, through), `${cookie}; ${cookies}`);
}

/** Signs in at once; returns the cookie of the session. */
export async function sessionOf(shop: PeopledShop, subject = 'ada'): Promise<string> {
  return cookiesOf(await comeBack(shop.provider, await begin(shop), { subject }));
}

export function ask(url: string, cookie = '', method = 'GET'): Promise<Response> {
  const { origin } = new URL(url);
  return fetch(url, { method, redirect: 'manual', headers: { cookie, origin } });
}

/** The cookies that an answer sets, as they are sent back. */
export function cookiesOf({ headers }: Response): string {
  const set = headers.getSetCookie().filter((header) => !/Max-Age=0/i.test(header));
  return set.map((header) => header.split(';')[0]).join('; ');
}
