import type { CallOptions } from '@patchbay/core';
import { areSame, digestText, randomToken } from './bytes.ts';
import { type Callback, readCallback, toRefusal } from './callback.ts';
import { Claimed } from './claimed.ts';
import type { AuthMethods } from './contract.ts';
import { assertTrait, type Engine } from './engine.ts';
import type { ProviderMetadata } from './flow.ts';
import { refused, unauthenticated } from './refused.ts';
import { toReturnTo } from './return-to.ts';
import { beginSignInSchema } from './schemas.ts';
import { makeSeal, type Seal } from './seal.ts';
import type { BeginSignIn, CompleteOptions, CompleteSignIn, SignIn, SignInStart } from './sign-in-types.ts';
import { toSignedIn } from './signed-in.ts';
import {
  findSealed,
  openTransaction,
  type Transaction,
  toClearCookie,
  toCookie,
  transactionMs,
} from './transaction.ts';

/** Signing in through the provider, in the browser. */
export function signInMethods(engine: Engine): AuthMethods['signIn'] {
  const seal = makeSeal(engine.rules.transactionSecrets, 'sign-in');
  const claimed = new Claimed(engine.base.kit.clock);
  return {
    begin: (input = {}, options = {}) => begin(engine, seal, input, options),
    complete: (input, options = {}) =>
      complete(engine, seal, input, {
        claim: async (id, expiresAt) => claimed.claim(id, expiresAt),
        ...options,
      }),
  };
}

async function begin(
  engine: Engine,
  seal: Seal,
  input: BeginSignIn,
  options: CallOptions,
): Promise<SignInStart> {
  assertTrait(engine, 'sign_in');
  assertInput(input);
  const { rules, base } = engine;
  const { purpose = 'sign_in', linkTo, maxAgeSeconds } = input;
  const transaction: Transaction = {
    state: randomToken(),
    nonce: randomToken(),
    codeVerifier: randomToken(),
    instance: base.integration.name,
    issuer: rules.issuer,
    redirectUri: rules.redirectUri,
    purpose,
    ...(linkTo !== undefined && { linkTo }),
    returnTo: toReturnTo(input.returnTo ?? '/', rules),
    scopes: [...new Set(['openid', ...(input.scopes ?? rules.scopes)])],
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    expiresAt: engine.now() + transactionMs,
  };
  const metadata = await engine.metadata(options);
  return {
    url: await authorizationUrl(engine, metadata, transaction, input),
    cookie: await toCookie(transaction, seal, rules),
    expiresAt: new Date(transaction.expiresAt),
  };
}

function assertInput(input: BeginSignIn): void {
  const result = beginSignInSchema.safeParse(input);
  if (result.success) return;
  const list = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw refused('invalid_request', 'parameter_invalid', list);
}

/** The provider's own parameters come first: they replace none of ours. */
async function authorizationUrl(
  engine: Engine,
  metadata: ProviderMetadata,
  { state, nonce, codeVerifier, scopes, maxAgeSeconds }: Transaction,
  { loginHint, prompt }: BeginSignIn,
): Promise<string> {
  const { rules } = engine;
  const url = new URL(metadata.authorization_endpoint);
  const parameters = {
    ...rules.authorizationParameters,
    response_type: 'code',
    client_id: rules.clientId,
    redirect_uri: rules.redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: await digestText(codeVerifier),
    code_challenge_method: 'S256',
    ...(engine.has('sign_in.nonce') && { nonce }),
    ...(rules.responseMode === 'form_post' && { response_mode: 'form_post' }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
    ...(prompt !== undefined && { prompt }),
    ...(maxAgeSeconds !== undefined && { max_age: String(maxAgeSeconds) }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

type Claim = NonNullable<CompleteOptions['claim']>;

async function complete(
  engine: Engine,
  seal: Seal,
  { request }: CompleteSignIn,
  { claim, ...options }: CompleteOptions & { readonly claim: Claim },
): Promise<SignIn> {
  assertTrait(engine, 'sign_in');
  const callback = await readCallback(request);
  const transaction = await readTransaction(engine, seal, callback, request.headers.get('cookie'));
  await assertIssuer(engine, callback, options);
  await claimOnce(callback, transaction, claim);
  const { answer } = callback;
  if ('error' in answer) throw toRefusal(answer.error);
  const { redirectUri, codeVerifier, returnTo, purpose, linkTo } = transaction;
  await engine.keys.warm();
  const { code } = answer;
  const tokenAnswer = await engine.base.operations.flow.exchange(
    { code, redirectUri, codeVerifier },
    options,
  );
  const nonce = engine.has('sign_in.nonce') ? transaction.nonce : undefined;
  const signedIn = await toSignedIn(engine, tokenAnswer, { ...transaction, nonce, code }, options);
  const clearCookie = await toClearCookie(callback.state, engine.rules);
  return { ...signedIn, returnTo, purpose, ...(linkTo !== undefined && { linkTo }), clearCookie };
}

/** The transaction that this browser began, if the callback is the answer to it. */
async function readTransaction(
  engine: Engine,
  seal: Seal,
  { state }: Callback,
  cookies: string | null,
): Promise<Transaction> {
  const { rules, base } = engine;
  const { sealed, others } = await findSealed(cookies, state, rules);
  if (sealed === undefined) {
    throw others
      ? unauthenticated('state_mismatch', 'The state is not one of a sign-in that this browser began.')
      : unauthenticated('transaction_missing', 'This browser began no sign-in, or keeps no cookies.');
  }
  const transaction = await openTransaction(sealed, seal);
  if (
    transaction?.instance !== base.integration.name ||
    transaction.issuer !== rules.issuer ||
    transaction.redirectUri !== rules.redirectUri
  ) {
    throw unauthenticated(
      'transaction_invalid',
      'The cookie was changed, or is of another provider or secret.',
    );
  }
  if (!(await areSame(transaction.state, state))) {
    throw unauthenticated('state_mismatch', 'The state is that of another sign-in.');
  }
  if (engine.now() >= transaction.expiresAt) {
    throw unauthenticated('transaction_expired', 'The sign-in took longer than 10 minutes.');
  }
  return transaction;
}

/** RFC 9207: an answer of another provider is no answer, nor is one without a name where one is promised. */
async function assertIssuer(engine: Engine, { issuer }: Callback, options: CallOptions): Promise<void> {
  const { issuer: expected } = engine.rules;
  const metadata = await engine.metadata(options);
  const isPromised = metadata.authorization_response_iss_parameter_supported === true;
  if (issuer === expected || (issuer === undefined && !isPromised)) return;
  throw unauthenticated('issuer_mismatch', 'The callback is of another provider.');
}

async function claimOnce({ state }: Callback, { expiresAt }: Transaction, claim: Claim): Promise<void> {
  if (await claim(await digestText(state), new Date(expiresAt))) return;
  throw unauthenticated('transaction_replayed', 'This sign-in was completed before.');
}
