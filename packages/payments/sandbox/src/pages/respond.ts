import { SandboxError } from '../engine/refusal.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { answerChallengePage, showChallenge } from './challenge.ts';
import { toResponse } from './layout.ts';
import { noticePage } from './notice-page.ts';
import { pay, showPay } from './pay.ts';

type Action = (sandbox: Sandbox, id: string, form: URLSearchParams) => Promise<Response>;

const routes: Readonly<Record<string, { readonly GET: Action; readonly POST: Action }>> = {
  pay: { GET: showPay, POST: pay },
  '3ds': { GET: showChallenge, POST: answerChallengePage },
};

const longestForm = 10_000;

/** Answers a request below `publicUrl`; `undefined` for one that is not for the pages. The host is not looked at. */
export async function respond(
  sandbox: Sandbox,
  publicUrl: URL,
  request: Request,
): Promise<Response | undefined> {
  const base = publicUrl.pathname.replace(/\/+$/, '');
  const { pathname } = new URL(request.url);
  const match = pathname.startsWith(`${base}/`) ? /^\/(\w+)\/(\w+)$/.exec(pathname.slice(base.length)) : null;
  const [, page = '', id = ''] = match ?? [];
  const route = Object.hasOwn(routes, page) ? routes[page] : undefined;
  if (route === undefined) return undefined;
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return notAllowed();
  try {
    const text = method === 'POST' ? (await request.text()).slice(0, longestForm) : '';
    return await route[method === 'POST' ? 'POST' : 'GET'](sandbox, id, new URLSearchParams(text));
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return toResponse(toNotice(error));
  }
}

function toNotice({ code, message }: SandboxError) {
  if (code === 'no_such_object')
    return noticePage('Not found', 'There is nothing to pay under this address.', { status: 404 });
  return noticePage('That did not work', message, { status: 409 });
}

function notAllowed(): Response {
  return new Response('Method not allowed\n', { status: 405, headers: { allow: 'GET, HEAD, POST' } });
}
