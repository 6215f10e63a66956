/** Where a browser came to: the application's address, or a page where nothing more is to be done. */
export type Destination =
  | { readonly kind: 'arrived'; readonly request: Request }
  | { readonly kind: 'page'; readonly status: number; readonly html: string };

/** What somebody does on a page: follows a link, or sends a form. `undefined`: there is nothing to do. */
export type Answer = (page: Page) => URL | Form | undefined;

/** A page, as far as it can be acted on. */
export interface Page {
  readonly url: URL;
  readonly html: string;
  readonly forms: readonly Form[];
}

/** A form, with the values that it has by itself. */
export interface Form {
  readonly action: URL;
  readonly fields: Readonly<Record<string, string>>;
  readonly html: string;
}

/**
 * A browser without scripts, with fresh cookies, for the pages of any provider: it follows redirects and acts as
 * somebody does, until it leaves for `until` or comes to a page where nothing is to be done.
 */
export async function browse(url: string, answer: Answer, until: string): Promise<Destination> {
  const cookies = new Map<string, string>();
  let next = new Request(url, { redirect: 'manual' });
  for (let hops = 0; hops < 20; hops += 1) {
    if (next.url.startsWith(until)) return { kind: 'arrived', request: next };
    next.headers.set('cookie', [...cookies.values()].join('; '));
    const here = new URL(next.url);
    const response = await fetch(next);
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie);
    const location = response.headers.get('location');
    const html = await response.text();
    const step = location === null ? answer(readPage(here, html)) : new URL(location, here);
    if (step === undefined) return { kind: 'page', status: response.status, html };
    next = toRequest(step);
  }
  throw new Error(`The pages lead on and on, lately to ${next.url}.`);
}

function toRequest(step: URL | Form): Request {
  if (step instanceof URL) return new Request(step, { redirect: 'manual' });
  const body = new URLSearchParams(Object.entries(step.fields));
  return new Request(step.action, { method: 'POST', body, redirect: 'manual' });
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';');
  const [name = ''] = pair.split('=');
  if (/expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
  else cookies.set(name, pair);
}

function readPage(url: URL, html: string): Page {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inner = '']) => ({
    action: new URL(attribute(tag, 'action') ?? '', url),
    fields: Object.fromEntries(
      [...inner.matchAll(/<input\b([^>]*)>/g)].flatMap(([, input = '']) => fieldOf(input)),
    ),
    html: inner,
  }));
  return { url, html, forms };
}

function fieldOf(input: string): readonly (readonly [string, string])[] {
  const name = attribute(input, 'name');
  return name === undefined ? [] : [[name, attribute(input, 'value') ?? '']];
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? [];
  return value?.replace(/&#x([\da-f]+);|&#(\d+);|&amp;|&quot;|&lt;|&gt;/gi, unescaped);
}

function unescaped(entity: string, hex: string | undefined, decimal: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  return { '&amp;': '&', '&quot;': '"', '&lt;': '<' }[entity] ?? '>';
}
