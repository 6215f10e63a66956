import type { Account } from './account.ts';
import { Refusal } from './refusal.ts';
import { matchRoute } from './routes.ts';

/** Answers one request. */
export async function answer(account: Account, request: Request): Promise<Response> {
  const { method } = request;
  const path = new URL(request.url).pathname;
  const bytes = new Uint8Array(await request.arrayBuffer());
  // only: email storage auth
  const response = attempt(() => work(account, request, path, bytes));
  // only: payments
  const response = attempt(() => once(account, request, bytes, () => work(account, request, path, bytes)));
  // all
  account.log.push({ method, path, bytes, status: response.status });
  return response;
}

// only: payments
/** Does the work of a key once: the same request gets the same answer again, another one is refused. */
function once(account: Account, request: Request, bytes: Uint8Array, run: () => Response): Response {
  const key = request.headers.get('idempotency-key');
  if (key === null || request.method === 'GET') return run();
  const about = `${request.method} ${request.url} ${new TextDecoder().decode(bytes)}`;
  const earlier = account.keys.get(key);
  if (earlier !== undefined && earlier.about !== about)
    throw new Refusal(409, 'key_reused', 'The key was used for another request.');
  const answer = earlier?.answer ?? attempt(run);
  if (answer.status >= 400 && answer.status !== 402) return answer; // only what was done, or declined, is kept
  account.keys.set(key, { about, answer });
  return answer.clone();
}

// all
function work(account: Account, request: Request, path: string, bytes: Uint8Array): Response {
  if (request.headers.get('authorization') !== `Bearer ${account.apiKey}`)
    throw new Refusal(401, 'invalid_key', 'No such API key.');
  const planned = account.failures.shift();
  if (planned !== undefined) throw new Refusal(planned.status, planned.code, planned.message);
  // only: payments email auth
  const body = bytes.byteLength === 0 ? undefined : toJson(bytes);
  // all
  const matched = matchRoute(request.method, path);
  if (matched === undefined) throw new Refusal(404, 'unknown_path', `There is no ${request.method} ${path}.`);
  const query = new URL(request.url).searchParams;
  // only: storage
  return matched.route.answer({ account, id: matched.id, query, bytes });
  // only: payments email auth
  return Response.json(matched.route.answer({ account, id: matched.id, query, body }));
  // all
}

function attempt(run: () => Response): Response {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message, beside } = error;
    return Response.json({ ...beside, error: { code, message } }, { status });
  }
}
// only: payments email auth

function toJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Refusal(400, 'malformed_body', 'The body is no JSON.');
  }
}
// all
