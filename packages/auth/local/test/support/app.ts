import type { BeginSignIn, SignIn } from '@patchbay/auth';
import type { Setup } from '@patchbay/core';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { type Browser, testBrowser } from '@patchbay/testing/oidc';
import { type LocalAuthOptions, localAuth } from '../../src/index.ts';

interface AppSetup extends Omit<Setup, 'clock'> {
  readonly clock?: VirtualClock;
}

/** Where the pages of a test are mounted, and where they lead back to. */
export const publicUrl = 'https://shop.example/provider/auth';
export const redirectUri = 'https://shop.example/auth/callback';
export const signedOutUri = 'https://shop.example/';

/**
 * When a clock begins. The provider lives in real time and the clock stands still: it is ahead by more than a call lasts
 * on a slow machine, or tokens would come from its future, and by less than the shortest age that is asked for, a
 * minute.
 */
export const startOfClock = (): number => Date.now() + 30_000;

/** An application with its embedded provider, and browsers in front of them. */
export async function openApp(options: LocalAuthOptions = {}, setup: AppSetup = {}) {
  const { clock = virtualClock({ start: startOfClock(), busy: pendingFiles }), ...more } = setup;
  const auth = localAuth({ publicUrl, ...options }, { clock, ...more });
  const provider = await auth.native();
  const idOf = async (username: string) => (await auth.users.find({ username }))[0]?.id ?? '';
  const [adaId, bobId] = [await idOf('ada'), await idOf('bob')];
  const newBrowser = () => testBrowser({ fetch: (request) => provider.handle(request), until: redirectUri });
  return {
    auth,
    clock,
    provider,
    adaId,
    bobId,
    newBrowser,
    /** Asks for a page or an endpoint below `publicUrl`. */
    visit: (path: string, init?: RequestInit) => provider.handle(new Request(`${publicUrl}${path}`, init)),
    /** A whole sign-in; somebody is picked unless the provider knows already who it is. */
    async signIn(
      fields: Readonly<Record<string, string>> = { person: adaId },
      input: BeginSignIn = {},
      browser: Browser = newBrowser(),
    ): Promise<SignIn> {
      const { url, cookie } = await auth.signIn.begin(input);
      const page = await browser.open(url);
      const end = page.kind === 'page' ? await browser.submit(page, fields) : page;
      if (end.kind === 'page') throw new Error(`The browser stays at the provider: ${end.html}`);
      end.request.headers.set('cookie', `${cookie.name}=${cookie.value}`);
      return auth.signIn.complete({ request: end.request });
    },
    [Symbol.asyncDispose]: () => auth.close(),
  };
}

/** Scopes of somebody who stays signed in. */
export const longScopes = ['openid', 'email', 'profile', 'offline_access'];
