/** A request, read: what the endpoints look at. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Of the query for a GET, of the form for a POST. */
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal;
}

/** Where an authorization ends: the client's address, and how the answer travels there. */
export interface CallbackTarget {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly state: string | undefined;
}

/** A refusal in the form of RFC 6749 §5.2, or of §4.1.2.1 when it has a target. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: string;
  readonly status: number;
  readonly target: CallbackTarget | undefined;

  constructor(code: string, message: string, { status = 400, target }: OAuthErrorPlace = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.target = target;
  }
}

interface OAuthErrorPlace {
  readonly status?: number;
  readonly target?: CallbackTarget;
}

const formType = 'application/x-www-form-urlencoded';

export async function readIncoming(request: Request): Promise<Incoming> {
  const { method, headers, signal } = request;
  const url = new URL(request.url);
  if (method !== 'POST') return { method, url, headers, signal, parameters: url.searchParams };
  // Secrets in the query of a POST count for nothing: RFC 6749 §2.3.1.
  const isForm = headers.get('content-type')?.startsWith(formType) === true;
  return {
    method,
    url,
    headers,
    signal,
    parameters: new URLSearchParams(isForm ? await request.text() : ''),
  };
}

/** RFC 6749 §3.1, §3.2: parameters must not be included more than once. */
export function refuseRepeated(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (parameters.getAll(name).length > 1) {
      throw new OAuthError('invalid_request', `The parameter ${name} is repeated.`);
    }
  }
}

/** RFC 6749 §3.1: a parameter without a value is treated as absent. */
export function optional(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name) || undefined;
}

export function required(parameters: URLSearchParams, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}

/** A JSON answer that no cache keeps, as RFC 6749 §5.1 wants. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  const headers = new Headers({ 'cache-control': 'no-store', ...toRecord(init.headers) });
  return Response.json(body, { ...init, headers });
}

export function errorResponse({ code, message, status }: OAuthError): Response {
  const challenge = `error="${code}", error_description="${message}"`;
  const scheme = code === 'invalid_client' ? 'Basic realm="clients"' : `Bearer ${challenge}`;
  const headers = status === 401 || status === 403 ? { 'www-authenticate': scheme } : {};
  return json({ error: code, error_description: message }, { status, headers });
}

/** A page without scripts. The body is HTML: escape what goes into it. */
export function page(title: string, body: string, headers: Readonly<Record<string, string>> = {}): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
  const guards = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  };
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', ...guards, ...headers },
  });
}

export function form(action: string, hidden: URLSearchParams, buttons: string): string {
  const inputs = [...hidden].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}${buttons}</form>`;
}

export function button(name: string, value: string, label: string): string {
  return `<p><button name="${name}" value="${escapeHtml(value)}">${escapeHtml(label)}</button></p>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toRecord(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
