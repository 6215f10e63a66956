import { type OidcAuth, type OidcAuthOptions, oidcAuth } from '@patchbay/auth-oidc';
import type { Setup } from '@patchbay/core';
import { type Answer, browse, type Destination, type Form, type Page } from './browser.ts';

export const redirectUri = 'https://app.test/auth/callback';
export const signedOutUri = 'https://app.test/bye';
export const clientId = 'shop-of-the-peers';
export const clientSecret = 'a-secret-of-the-peers-0123456789';

/** The one person whom every peer knows. */
export const ada = { login: 'ada', email: 'ada@example.com', name: 'Ada Lovelace' } as const;

/** A provider that somebody else wrote, and the adapter in front of it. In real time. */
export interface Peer extends AsyncDisposable {
  readonly auth: OidcAuth;
  /** For whom its access tokens are. */
  readonly audience: string;
  /** Another application, or the same one with other settings. */
  newAuth(changes: Partial<OidcAuthOptions>): OidcAuth;
  /** Somebody opens a URL in a browser and does what the pages ask, or refuses. */
  visit(url: string, person?: 'ada' | 'nobody'): Promise<Destination>;
}

/** What differs between peers. */
export interface PeerSetup {
  readonly issuer: string;
  readonly audience?: string;
  readonly setup?: Setup;
  readonly options?: Partial<OidcAuthOptions>;
  close(): Promise<void>;
}

/** The adapter in front of a server. */
export function toPeer({ issuer, audience = `${issuer}/api`, setup, options, close }: PeerSetup): Peer {
  const made: OidcAuth[] = [];
  const newAuth: Peer['newAuth'] = (changes) => {
    const auth = oidcAuth(
      {
        issuer,
        clientId,
        clientSecret,
        redirectUri,
        signedOutUri,
        transactionSecret: 'a transaction secret of the peers, long enough',
        scopes: ['openid', 'profile', 'email', 'offline_access', 'orders'],
        ...options,
        ...changes,
      },
      { policy: { retry: false, breaker: false }, ...setup },
    );
    made.push(auth);
    return auth;
  };
  return {
    auth: newAuth({}),
    audience,
    newAuth,
    visit: (url, person = 'ada') => browse(url, person === 'ada' ? agree : refuse, 'https://app.test/'),
    async [Symbol.asyncDispose]() {
      for (const auth of made) await auth.close();
      await close();
    },
  };
}

/** Ada signs in, agrees to everything, and confirms what she is asked. */
const agree: Answer = ({ forms }) => {
  const login = forms.find(({ fields }) => 'login' in fields);
  if (login !== undefined) return filled(login, { login: ada.login, password: 'any' });
  const own = forms.find(({ html }) => html.includes(ada.email)) ?? forms.at(0);
  return own && filled(own, buttonsOf(own));
};

/** Somebody says no, by the link or the button for it. */
const refuse: Answer = ({ html, forms: [form], url }: Page) => {
  const [, link] = /href="([^"]*\/abort)"/.exec(html) ?? [];
  if (link !== undefined) return new URL(link, url);
  const isOver = form === undefined || form.fields['user_code'] === ''; // they are asked for another code
  return isOver ? undefined : filled(form, html.includes('name="abort"') ? { abort: 'yes' } : {});
};

/** The button that agrees, where a form has one with a value. */
function buttonsOf({ html }: Form): Readonly<Record<string, string>> {
  return /name="logout"/.test(html) ? { logout: 'yes' } : {};
}

function filled(form: Form, fields: Readonly<Record<string, string>>): Form {
  return { ...form, fields: { ...form.fields, ...fields } };
}
