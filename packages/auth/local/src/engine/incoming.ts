import { readWebhook } from '@patchbay/core/webhook';
import { noticePage, toResponse } from '../pages/layout.ts';
import { withKnownBearer, withKnownToken } from './access-tokens.ts';
import { toSilentPrompts } from './prompts.ts';
import { type ProtocolRequest, paths } from './protocol.ts';

const longestForm = 32 * 1024;
const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** A request as oidc-provider gets it; `undefined` for one that is not below the issuer, an answer for a wrong one. */
export async function readIncoming(
  request: Request,
  issuer: string,
): Promise<ProtocolRequest | Response | undefined> {
  const { pathname, search } = new URL(request.url);
  const base = new URL(issuer).pathname.replace(/\/+$/, '');
  if (!pathname.startsWith(`${base}/`)) return undefined;
  const { method } = request;
  if (!methods.includes(method)) {
    return new Response('Method not allowed\n', { status: 405, headers: { allow: methods.join(', ') } });
  }
  const form = method === 'POST' ? await readForm(request) : undefined;
  if (form === 'unreadable') {
    return toResponse(noticePage('Too large', 'No form of these pages is as large.', 413));
  }
  return translate({ method, path: pathname.slice(base.length), search, headers: request.headers, form });
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Headers;
  readonly form: { readonly text: string } | undefined;
}

/** In the words that oidc-provider knows. */
function translate({ method, path, search, headers: given, form }: Incoming): ProtocolRequest {
  const headers = new Headers(given);
  const query = path === paths.authorization ? toSilentPrompts(search) : search;
  const bearer = withKnownBearer(headers.get('authorization'));
  if (path === paths.userInfo && bearer !== undefined) headers.set('authorization', bearer);
  const body = path === paths.revocation && form !== undefined ? withKnownToken(form.text) : form?.text;
  return { method, path: `${path}${query}`, headers, body };
}

/** Stops at the limit: a stranger must not fill the memory. */
async function readForm(request: Request): Promise<{ readonly text: string } | 'unreadable'> {
  try {
    const { body } = await readWebhook(request, longestForm);
    return { text: new TextDecoder().decode(body) };
  } catch {
    return 'unreadable';
  }
}
