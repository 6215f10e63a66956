/** A page that the browser shows. */
export interface BrowserPage {
  readonly kind: 'page';
  readonly status: number;
  readonly url: string;
  readonly html: string;
  /** The form that `submit` sends: its hidden fields, and the values of its buttons. */
  readonly hidden: readonly (readonly [string, string])[];
  readonly buttons: readonly (readonly [string, string])[];
}

/** The way has left for the application: what the browser would send to it. */
export interface BrowserArrival {
  readonly kind: 'arrived';
  readonly request: Request;
}

/** A browser without scripts, for sign-in pages. */
export interface Browser {
  open(url: string | URL): Promise<BrowserPage | BrowserArrival>;
  /** Sends the first form of a page, with these fields added. */
  submit(page: BrowserPage, fields?: Readonly<Record<string, string>>): Promise<BrowserPage | BrowserArrival>;
}

/** How a browser reaches the world. */
export interface BrowserOptions {
  /** Default: the global one. For a provider without a socket: `(request) => provider.handle(request)`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** The application's address: a request whose URL begins so is handed out instead of sent. */
  readonly until: string;
}

/**
 * A browser for tests: keeps cookies, follows redirects and sends forms.
 *
 * @example
 * const browser = testBrowser({ until: 'https://app.test/callback' });
 * const page = await browser.open(authorizationUrl);
 * if (page.kind === 'page') await browser.submit(page, { subject: 'ada' });
 */
export function testBrowser({ fetch = globalThis.fetch, until }: BrowserOptions): Browser {
  const cookies = new Map<string, string>();
  const send = async (request: Request): Promise<BrowserPage | BrowserArrival> => {
    let next = request;
    for (let hops = 0; hops < 10; hops += 1) {
      if (next.url.startsWith(until)) return { kind: 'arrived', request: next };
      const response = await fetch(withCookies(next, cookies));
      keepCookies(response, new URL(next.url).origin, cookies);
      const location = response.headers.get('location');
      if (location === null) return readPage(response.status, next.url, await response.text());
      next = new Request(new URL(location, next.url), { redirect: 'manual' });
    }
    throw new Error('More than 10 redirects.');
  };
  return {
    open: (url) => send(new Request(url, { redirect: 'manual' })),
    submit(page, fields = {}) {
      const body = new URLSearchParams(page.hidden.map(([name, value]): [string, string] => [name, value]));
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return send(new Request(formAction(page), { method: 'POST', body, redirect: 'manual' }));
    },
  };
}

function withCookies(request: Request, cookies: ReadonlyMap<string, string>): Request {
  const { origin } = new URL(request.url);
  const own = [...cookies].filter(([key]) => key.startsWith(`${origin} `));
  const copy = new Request(request);
  if (own.length > 0) copy.headers.set('cookie', own.map(([, pair]) => pair).join('; '));
  return copy;
}

function keepCookies(response: Response, origin: string, cookies: Map<string, string>): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';');
    cookies.set(`${origin} ${pair.split('=')[0]}`, pair);
  }
}

function readPage(status: number, url: string, html: string): BrowserPage {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const buttons = [...html.matchAll(/<button name="([^"]*)" value="([^"]*)">/g)];
  return { kind: 'page', status, url, html, hidden: hidden.map(fieldOf), buttons: buttons.map(fieldOf) };
}

function formAction({ html, url }: BrowserPage): URL {
  const [, action] = /<form method="post" action="([^"]*)">/.exec(html) ?? [];
  if (action === undefined) throw new Error(`The page at ${url} has no form.`);
  return new URL(unescapeHtml(action), url);
}

function fieldOf([, name = '', value = '']: readonly string[]): readonly [string, string] {
  return [unescapeHtml(name), unescapeHtml(value)];
}

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
