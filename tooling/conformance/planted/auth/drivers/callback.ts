import type { CompleteOptions, SignInStart } from '@patchbay/auth';
import type { AnyAuth, AuthSubject } from '@patchbay/auth/conformance';
import type { Integration } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers, everyError } from '../../broken.ts';
import {
  type AuthDriver,
  driverOn,
  forgives,
  type Input,
  inputs,
  instead,
  rewritten,
  unauthenticated,
} from '../broken.ts';
import { urlOf, withAnswer, withCookies } from '../callback.ts';
import { overOptions } from '../wire.ts';

const driver = driverOn('oidc');

/** Defects in which callbacks count. */
export const callbackDrivers: readonly AuthDriver[] = [
  driver(
    'first-cookie-only',
    'reads the first cookie alone',
    'contract.signIn.complete.other_cookies_do_not_disturb',
    inputs(
      'signIn.complete',
      withCookies((cookies) => cookies.split('; ')[0] ?? ''),
    ),
  ),
  driver('host-compared', 'compares the host of the request', 'contract.signIn.complete.behind_a_proxy', {
    facade: (auth, subject) =>
      instead('signIn.complete', (original) => async (input, ...rest) => {
        const { origin } = new URL(subject.fixtures.redirectUri);
        if (urlOf(input).origin !== origin) throw unauthenticated('callback_invalid');
        return original(input, ...rest);
      }).facade(auth, subject),
  }),
  driver(
    'secret-of-its-own',
    'seals with a secret of each machine',
    'contract.signIn.complete.another_machine_completes',
    {
      planted: overOptions((options) => ({ ...options, transactionSecret: crypto.randomUUID() })),
    },
  ),
  driver(
    'replays-to-the-provider',
    'leaves it to the provider that a sign-in counts once',
    'contract.signIn.complete.counts_once',
    claiming(() => async () => true),
  ),
  driver(
    'claim-ignored',
    'counts sign-ins for itself, whoever shares a claim',
    'contract.signIn.complete.counts_once_over_all_machines',
    instead('signIn.complete', (original) => (input) => original(input)),
  ),
  driver(
    'claim-failure-ignored',
    'signs in when it cannot be claimed',
    'contract.signIn.complete.refused_claim_spends_nothing',
    claiming(
      (claim) =>
        async (...given) =>
          claim(...given).catch(() => true),
    ),
  ),
  driver(
    'claim-by-state',
    'claims by the state itself',
    'contract.signIn.complete.claim_names_no_secret',
    claiming(
      (claim, { searchParams }) =>
        async (_name, expiresAt) =>
          claim(searchParams.get('state') ?? '', expiresAt),
    ),
  ),
  driver(
    'claimed-before-it-is-read',
    'claims a sign-in before it looks at the cookie',
    'contract.signIn.complete.others_are_not_claimed',
    instead('signIn.complete', (original) => {
      const seen = new Set<string>();
      return async (input, ...rest) => {
        const { href } = urlOf(input);
        if (seen.has(href)) throw unauthenticated('transaction_replayed');
        seen.add(href);
        return original(input, ...rest);
      };
    }),
  ),
  driver('state-unread', 'does not compare the state', 'errors.signIn.complete.state_of_somebody_else', {
    facade: remembering(({ state }) => withAnswer((answer) => answer.set('state', state))),
  }),
  driver('state-made-up', 'needs no state', 'errors.signIn.complete.state_missing', {
    facade: remembering(({ state }) =>
      withAnswer((answer) => {
        if (!answer.has('state')) answer.set('state', state);
      }),
    ),
  }),
  driver('cookie-made-up', 'needs no cookie', 'errors.signIn.complete.other_browser', {
    facade: remembering(({ cookie }) => withCookies((cookies) => cookies || cookie)),
  }),
  driver('cookie-unread', 'takes any cookie', 'errors.signIn.complete.cookie_changed', {
    facade: remembering(({ cookie }) => withCookies(() => cookie)),
  }),
  driver(
    'first-state-counts',
    'takes the first of two states',
    'errors.signIn.complete.state_twice',
    inputs(
      'signIn.complete',
      withAnswer((answer) => answer.set('state', answer.get('state') ?? '')),
    ),
  ),
  driver(
    'code-not-needed',
    'takes a callback without a code for nothing',
    'errors.signIn.complete.code_missing',
    forgives('signIn.complete', 'callback_invalid'),
  ),
  driver('issuer-unread', 'does not compare the issuer', 'errors.signIn.complete.issuer_of_another', {
    facade: (auth, subject) =>
      inputs(
        'signIn.complete',
        withAnswer((answer) => answer.set('iss', subject.fixtures.issuer)),
      ).facade(auth, subject),
  }),
  driver(
    'first-code-counts',
    'takes the first of two codes',
    'errors.signIn.complete.code_twice',
    inputs(
      'signIn.complete',
      withAnswer((answer) => answer.set('code', answer.get('code') ?? '')),
    ),
  ),
  driver(
    'any-method',
    'takes a callback by any method',
    'errors.signIn.complete.wrong_method',
    inputs(
      'signIn.complete',
      withAnswer(() => {}),
    ),
  ),
  driver(
    'login-is-consent',
    'takes somebody who has to sign in for one who says no',
    'errors.signIn.complete.answers_login_required',
    everyError(['signIn.complete'], rewritten({ reason: 'consent_denied' })),
  ),
  driver(
    'outage-is-a-fault',
    'takes an outage for a fault',
    'errors.signIn.complete.answers_temporarily_unavailable',
    everyError(['signIn.complete'], rewritten({ code: 'provider_error' })),
  ),
  driver(
    'client-is-a-person',
    'takes a refused application for a refused person',
    'errors.signIn.complete.answers_unauthorized_client',
    everyError(['signIn.complete'], rewritten({ code: 'access_denied', reason: 'consent_denied' })),
  ),
  driver(
    'no-is-a-fault',
    'takes a person’s no for nothing',
    'errors.signIn.complete.person_says_no',
    forgives('signIn.complete', 'consent_denied'),
  ),
  driver(
    'words-repeated',
    'repeats what the callback says',
    'errors.signIn.complete.answers_access_denied',
    instead('signIn.complete', (original) => async (input, ...rest) => {
      try {
        return await original(input, ...rest);
      } catch (error) {
        const { searchParams } = urlOf(input);
        throw Object.defineProperty(Object(error), 'message', {
          value: searchParams.get('error_description'),
        });
      }
    }),
  ),
  driver(
    'deadline-ignored',
    'ignores the deadline of its caller',
    'resilience.signIn.complete.deadline_holds',
    instead(
      'signIn.complete',
      (original) => (input, options) => original(input, { ...fieldsOf(options), deadlineMs: 30_000 }),
    ),
  ),
  driver(
    'signal-dropped',
    'does not let its caller give up',
    'resilience.signIn.complete.caller_gives_up',
    instead('signIn.complete', (original) => (input, options) => {
      const { signal: _dropped, ...rest } = fieldsOf(options);
      return original(input, rest);
    }),
  ),
];

/** Callbacks are changed by what was begun last. */
function remembering(
  change: (last: { readonly state: string; readonly cookie: string }) => (input: Input) => Input,
): (auth: AnyAuth, subject: AuthSubject) => Integration {
  return (auth, subject) => {
    let last = { state: '', cookie: '' };
    const began = answers<SignInStart>('signIn.begin', (start) => {
      const { name, value } = start.cookie;
      last = { state: new URL(start.url).searchParams.get('state') ?? '', cookie: `${name}=${value}` };
      return start;
    }).facade(auth, subject);
    return inputs('signIn.complete', (input) => change(last)(input)).facade(began, subject);
  };
}

type Claim = NonNullable<CompleteOptions['claim']>;

/** Sign-ins are claimed otherwise; by default each is the first. */
function claiming(change: (claim: Claim, callback: URL) => Claim): AuthDriver['defect'] {
  return instead('signIn.complete', (original) => (input, options) => {
    const { claim = async () => true, ...rest } = (options ?? {}) as CompleteOptions;
    return original(input, { ...rest, claim: change(claim, urlOf(input)) });
  });
}
