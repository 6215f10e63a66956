import type { SignIn, SignInStart } from '@patchbay/auth';
import { IntegrationError } from '@patchbay/core';
import { answers, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, instead } from '../broken.ts';
import { urlOf } from '../callback.ts';

const onOidc = driverOn('oidc');
const onLocal = driverOn('local');

/** Defects in what prints, in pages, and in what a directory says that it lacks. */
export const printingDrivers: readonly AuthDriver[] = [
  onOidc(
    'tokens-in-clear',
    'hands tokens out in clear',
    'redaction.signIn.complete.result',
    answers<SignIn>('signIn.complete', ({ tokens, ...rest }) => ({
      ...rest,
      tokens: { ...tokens, accessToken: tokens.accessToken.reveal() },
    })),
  ),
  onOidc('secret-beside-the-link', 'hands out a secret beside the link', 'redaction.signIn.complete.link', {
    facade: (auth, subject) =>
      answers<SignInStart>('signIn.begin', (start) => ({
        ...start,
        expiresAt: subject.secrets[0],
      })).facade(auth, subject),
  }),
  onOidc(
    'callback-in-message',
    'writes the callback into errors',
    'redaction.signIn.complete.refusal',
    instead(
      'signIn.complete',
      (original) =>
        async (input, ...rest) =>
          saying(`The callback ${urlOf(input).href} was refused.`, async () => original(input, ...rest)),
    ),
  ),
  onOidc(
    'refused-token-in-message',
    'writes a refused token into errors',
    'redaction.tokens.verify.refused_token',
    instead(
      'tokens.verify',
      (original) =>
        async (token, ...rest) =>
          saying(`The token ${String(token)} was refused.`, async () => original(token, ...rest)),
    ),
  ),
  onOidc(
    'answers-foreign-pages',
    'answers requests for pages of the application',
    'contract.pages.not_its_own',
    instead('pages', () => async () => new Response('Not found.', { status: 404 })),
  ),
  onLocal(
    'pages-not-served',
    'does not serve its own pages',
    'contract.pages.link_of_a_sign_in',
    instead('pages', () => async () => undefined),
  ),
  onLocal('denies-people', 'has people and denies it', 'unsupported.users.get.refused_before_any_request', {
    capabilities: (all) => ({ ...all, operations: { ...all.operations, 'users.get': false } }),
  }),
  onLocal('denies-metadata', 'has metadata and denies it', 'unsupported.users.create.trait_users_metadata', {
    capabilities: (all) => ({ ...all, traits: { ...all.traits, 'users.metadata': false } }),
  }),
  onLocal('declares-people', 'declares people that it does not have', 'contract.users.find.answers_in_form', {
    facade: (auth) =>
      replace(auth, 'users.find', () => async () => {
        throw new IntegrationError({
          code: 'internal',
          outcome: 'not_applied',
          message: 'The driver lacks it.',
        });
      }),
  }),
];

/** An error has another message, past core’s own redaction. */
async function saying(message: string, call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    throw Object.defineProperty(Object(error), 'message', { value: message });
  }
}
