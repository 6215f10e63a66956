type Handle = (request: Request) => Promise<Response>;

/** A browser without scripts: it loads a page, fills its one form in, and follows redirects until it leaves `home`. */
export function browser(handle: Handle, home: string) {
  return {
    /** Loads a page; resolves to where redirects led and what was there, if that is still at home. */
    load: (url: string) => follow(handle, home, url, new Request(url)),
    /** Sends the form on a page; resolves to where the payer ends up. */
    async submit(url: string, fields: Readonly<Record<string, string>>): Promise<string> {
      const page = await follow(handle, home, url, new Request(url));
      const { html = '' } = page;
      if (!/<form method="post"/.test(html)) throw new Error(`There is no form on ${page.url}.`);
      const body = new URLSearchParams(fields);
      const end = await follow(handle, home, page.url, new Request(page.url, { method: 'POST', body }));
      return end.url;
    },
  };
}

interface Page {
  readonly url: string;
  readonly html?: string;
}

async function follow(handle: Handle, home: string, url: string, request: Request): Promise<Page> {
  if (!url.startsWith(`${home}/`)) return { url };
  const response = await handle(request);
  const location = response.headers.get('location');
  if (location === null) return { url, html: await response.text() };
  const next = new URL(location, url).href;
  return follow(handle, home, next, new Request(next));
}
