import * as z from 'zod';
import { digestText } from './bytes.ts';
import { isLoopback } from './engine.ts';
import { refused } from './refused.ts';
import type { FlowRules } from './rules.ts';
import type { Seal } from './seal.ts';
import type { TransactionCookie } from './sign-in-types.ts';

/** How long a person may take at the provider. */
export const transactionMs = 10 * 60_000;

const schema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Name of the instance, issuer and redirect URI that it was made for: no other completes it. */
  instance: z.string(),
  issuer: z.string(),
  redirectUri: z.string(),
  purpose: z.enum(['sign_in', 'link', 'step_up']),
  linkTo: z.string().exactOptional(),
  returnTo: z.string(),
  scopes: z.array(z.string()),
  maxAgeSeconds: z.number().exactOptional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});

/** What is remembered of a sign-in that is under way: sealed, in the browser. */
export type Transaction = z.infer<typeof schema>;

const mostCookieBytes = 3900; // browsers drop a cookie of more than 4 096

/** The transaction as a cookie. Its name comes from the state, so that each tab has its own. */
export async function toCookie(
  transaction: Transaction,
  seal: Seal,
  rules: Pick<FlowRules, 'redirectUri' | 'responseMode'>,
): Promise<TransactionCookie> {
  const { name, attributes, sameSite, secure } = await cookieForm(transaction.state, rules);
  const value = await seal.close(JSON.stringify(transaction));
  if (name.length + value.length > mostCookieBytes) {
    throw refused(
      'invalid_request',
      'parameter_invalid',
      'returnTo, scopes and linkTo are too long for a cookie.',
    );
  }
  const maxAgeSeconds = transactionMs / 1000;
  const header = `${name}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`;
  return { name, value, maxAgeSeconds, sameSite, secure, header };
}

/** The header that takes the cookie away again. */
export async function toClearCookie(
  state: string,
  rules: Pick<FlowRules, 'redirectUri' | 'responseMode'>,
): Promise<string> {
  const { name, attributes } = await cookieForm(state, rules);
  return `${name}=; Max-Age=0; ${attributes}`;
}

/** The sealed transaction of this state among a request's cookies; `others`: there are some of other sign-ins. */
export async function findSealed(
  header: string | null,
  state: string,
  rules: Pick<FlowRules, 'redirectUri' | 'responseMode'>,
): Promise<{ readonly sealed: string | undefined; readonly others: boolean }> {
  const { name, prefix } = await cookieForm(state, rules);
  const cookies = (header ?? '').split(';').map((pair) => pair.trim());
  const own = cookies.find((pair) => pair.startsWith(`${name}=`));
  return { sealed: own?.slice(name.length + 1), others: cookies.some((pair) => pair.startsWith(prefix)) };
}

/** The transaction, or `undefined` for one that was changed, or sealed for something else. */
export async function openTransaction(sealed: string, seal: Seal): Promise<Transaction | undefined> {
  const text = await seal.open(sealed);
  if (text === undefined) return undefined;
  const result = schema.safeParse(JSON.parse(text));
  return result.success ? result.data : undefined; // sealed by another version
}

async function cookieForm(
  state: string,
  { redirectUri, responseMode }: Pick<FlowRules, 'redirectUri' | 'responseMode'>,
): Promise<Pick<TransactionCookie, 'name' | 'sameSite' | 'secure'> & { attributes: string; prefix: string }> {
  const sameSite = responseMode === 'form_post' ? 'none' : 'lax';
  const isPlain = isLoopback(redirectUri) && redirectUri.startsWith('http:');
  const secure = sameSite === 'none' || !isPlain;
  // With this prefix a browser takes the cookie from this host alone, not from a neighbour of it.
  const prefix = secure ? '__Host-sign-in-' : 'sign-in-';
  const site = sameSite === 'none' ? 'None' : 'Lax';
  return {
    name: prefix + (await digestText(state)).slice(0, 22),
    prefix,
    sameSite,
    secure,
    attributes: `Path=/; HttpOnly; SameSite=${site}${secure ? '; Secure' : ''}`,
  };
}
