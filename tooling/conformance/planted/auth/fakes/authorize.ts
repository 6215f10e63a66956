import { answering, type LenientFake } from '../../lenient.ts';
import { callbackUri, challenge } from '../bare-wire.ts';
import { at, lets, type OpenidLenience, repeating, rewriting } from '../lenient.ts';

/** Leniences of the authorization endpoint and of the sign-in page. */
export const authorizeFakes: readonly LenientFake[] = [
  asked('any-client', 'signs in for any client', 'client_is_known', (form) => form.set('client_id', 'web')),
  asked('redirect-trimmed', 'overlooks a slash at the end of an address', 'redirect_is_exact', (form) =>
    form.set('redirect_uri', form.get('redirect_uri')?.replace(/\/$/, '') ?? ''),
  ),
  asked('redirect-by-path', 'compares the path of an address alone', 'redirect_is_foreign', (form) =>
    form.set('redirect_uri', callbackUri),
  ),
  asked('redirect-guessed', 'takes the address that it knows', 'redirect_is_needed', (form) => {
    if (!form.has('redirect_uri')) form.set('redirect_uri', callbackUri);
  }),
  asked('pkce-optional', 'signs in without PKCE', 'challenge_is_needed', (form) => {
    if (form.has('code_challenge')) return;
    form.set('code_challenge', challenge);
    form.set('code_challenge_method', 'S256');
  }),
  asked('pkce-plain', 'takes a plain challenge', 'challenge_is_s256', (form) =>
    form.set('code_challenge_method', 'S256'),
  ),
  asked('padding-taken', 'takes a challenge with padding', 'challenge_has_a_form', (form) =>
    form.set('code_challenge', form.get('code_challenge')?.replace(/=+$/, '') ?? ''),
  ),
  asked('any-response-type', 'answers a code whatever was asked for', 'code_only', (form) =>
    form.set('response_type', 'code'),
  ),
  asked('any-response-mode', 'answers in the query whatever was asked for', 'no_fragment', (form) =>
    form.delete('response_mode'),
  ),
  asked('openid-understood', 'takes every request for a sign-in', 'openid_is_needed', (form) =>
    form.set('scope', `openid ${form.get('scope')}`),
  ),
  asked('scopes-dropped', 'drops scopes that it does not know', 'scope_is_known', (form) =>
    form.set('scope', form.get('scope')?.replace('admin', '') ?? ''),
  ),
  asked('request-object-ignored', 'ignores a request object', 'no_request_objects', (form) =>
    form.delete('request'),
  ),
  asked('any-grant', 'signs in for a client of another grant', 'grant_is_registered', (form) =>
    form.set('client_id', 'web'),
  ),
  asked('page-in-silence', 'shows a page in spite of prompt=none', 'silence_is_kept', (form) =>
    form.delete('prompt'),
  ),
  asked('last-prompt-counts', 'takes the last of two prompts', 'silence_is_alone', (form) =>
    form.set('prompt', form.get('prompt')?.split(' ').at(-1) ?? ''),
  ),
  asked('any-age', 'ignores a max_age that it cannot read', 'age_is_a_number', (form) =>
    form.delete('max_age'),
  ),
  asked('last-parameter-counts', 'takes the last of two parameters', 'parameter_once', (form) => {
    for (const [name, value] of new Map(form)) form.set(name, value);
  }),
  asked('age-ignored', 'lets an old session do', 'session_is_fresh', (form) => form.delete('max_age')),
  asked('login-ignored', 'lets a session do in spite of prompt=login', 'login_is_asked', (form) =>
    form.delete('prompt'),
  ),
  lets(
    'page-again',
    'answers a sign-in page twice',
    'authorize.page_once',
    repeating('/sign-in', 'interaction'),
  ),
  lets(
    'no-is-yes',
    'takes no for yes',
    'authorize.no_is_no',
    at('/sign-in', (form) => {
      form.delete('deny');
      form.set('subject', 'ada');
    }),
  ),
  lets(
    'any-user',
    'signs anybody in as somebody',
    'authorize.user_is_known',
    at('/sign-in', (form) => form.set('subject', 'ada')),
  ),
  lets('state-lost', 'loses the state', 'authorize.state_comes_back', withoutInCallback('state')),
  lets(
    'issuer-untold',
    'does not name itself in the answer',
    'authorize.issuer_is_named',
    withoutInCallback('iss'),
  ),
];

/** A request for a sign-in that is put right. */
function asked(
  id: string,
  what: string,
  rule: string,
  change: (form: URLSearchParams) => void,
): OpenidLenience {
  return lets(
    id,
    what,
    `authorize.${rule}`,
    rewriting(({ path, form }) => {
      if (path === '/authorize') change(form);
    }),
  );
}

function withoutInCallback(name: string): LenientFake['lenience'] {
  return answering(async (_incoming, { status, headers }) => {
    const location = headers.get('location');
    if (location === null) return undefined;
    const url = new URL(location);
    url.searchParams.delete(name);
    return new Response(null, { status, headers: { location: url.href } });
  });
}
