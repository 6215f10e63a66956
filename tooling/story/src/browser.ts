import { createCookieJar } from './cookies.ts';
import { type Button, type Form, formsOf } from './form.ts';
import { attribute, elementsNamed, parsePage, textOf } from './html.ts';

/** A loaded page. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly forms: readonly Form[];
  readonly links: readonly Link[];
  /** What they show, and where they are. */
  readonly pictures: readonly Link[];
  /** After so many seconds the page wants to be loaded again. */
  readonly refreshSeconds?: number;
}

export interface Link {
  readonly label: string;
  /** Resolved. */
  readonly url: string;
}

/** What is typed into and chosen in a form. */
export interface Filling {
  /** The label of the button to press. */
  readonly press: RegExp;
  /** Labels of radio buttons and options to choose. */
  readonly choose?: RegExp;
  readonly type?: Readonly<Record<string, string>>;
  /** The file for the form's file field. */
  readonly attach?: File;
  /** Sends the form and closes the tab: where the answer leads is never opened. */
  readonly andLeave?: true;
}

/** A browser that has scripts switched off: it loads pages, follows links, fills in forms and keeps cookies. */
export interface Browser {
  open(url: string): Promise<Page>;
  /** Loads what is no page: a picture. */
  download(url: string): Promise<Uint8Array>;
  /** Follows the first link with such a label. */
  follow(page: Page, label: RegExp): Promise<Page>;
  /** Fills in the form that has such a button, and sends it. */
  submit(page: Page, filling: Filling): Promise<Page>;
  /** Loads the page again, as often as it asks for it, until it shows what is awaited. */
  awaitText(page: Page, wanted: RegExp, withinMs?: number): Promise<Page>;
}

const mostRedirects = 10;

/** @param onPage Hears of every page that is loaded. */
export function createBrowser(onPage: (page: Page) => void = () => undefined): Browser {
  const request = createRequester();
  const load = async (wanted: PageRequest, hops = mostRedirects): Promise<Page> => {
    const { url } = wanted;
    const response = await request(wanted);
    const html = await response.text();
    const next = redirected(wanted, response);
    if (next !== undefined && hops > 0) return load(next, hops - 1);
    const page = toPage(url, response.status, html);
    onPage(page);
    return page;
  };
  return {
    open: (url) => load({ url, init: {} }),
    async download(url) {
      const response = await request({ url, init: {} });
      if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
      return new Uint8Array(await response.arrayBuffer());
    },
    follow: (page, label) => load({ url: linkOf(page, label), init: {} }),
    submit: (page, filling) => load(requestOf(page, filling), filling.andLeave ? 0 : mostRedirects),
    async awaitText(page, wanted, withinMs = 30_000) {
      const deadline = Date.now() + withinMs;
      let current = page;
      while (!wanted.test(current.text)) {
        const { refreshSeconds, text } = current;
        if (refreshSeconds === undefined)
          throw new Error(`${page.url} shows no ${wanted} and stays as it is: ${text}`);
        if (Date.now() > deadline)
          throw new Error(`${page.url} shows no ${wanted} in ${withinMs} ms: ${text}`);
        await new Promise((resolve) => setTimeout(resolve, Math.min(refreshSeconds * 1_000, longestWaitMs)));
        current = await load({ url: page.url, init: {} });
      }
      return current;
    },
  };
}

/** One request, with the cookies that this browser has collected. */
function createRequester(): (wanted: PageRequest) => Promise<Response> {
  const cookies = createCookieJar();
  return async ({ url, init }) => {
    const cookie = cookies.headerFor(url);
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, ...(cookie !== '' && { cookie }), ...oneRequestOnly },
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    cookies.keep(response, url);
    return response;
  };
}

/** Nobody looks on, so a page that wants to be loaded again in seconds is loaded again at once. */
const longestWaitMs = 100;

function linkOf({ links, url }: Page, label: RegExp): string {
  const link = links.find((candidate) => label.test(candidate.label));
  if (link !== undefined) return link.url;
  throw new Error(`${url} has no link ${label}, only ${links.map((each) => each.label).join(', ')}.`);
}

/** A connection that is kept would be found dead after a restart of the shop. */
const oneRequestOnly = { connection: 'close' };

interface PageRequest {
  readonly url: string;
  readonly init: {
    readonly method?: string;
    readonly body?: URLSearchParams | FormData;
    readonly headers?: Record<string, string>;
  };
}

/** Where a redirect leads: 307 and 308 send the form once more, all others are followed by GET. */
function redirected({ url, init }: PageRequest, { status, headers }: Response): PageRequest | undefined {
  const location = headers.get('location');
  if (location === null || status < 300 || status >= 400) return undefined;
  return { url: new URL(location, url).href, init: status === 307 || status === 308 ? init : {} };
}

function requestOf(page: Page, filling: Filling): PageRequest {
  const { form, button } = findForm(page, filling.press);
  const fields = new URLSearchParams([...form.fields]);
  if (filling.choose !== undefined) choose(page, form, fields, filling.choose);
  for (const [name, value] of Object.entries(filling.type ?? {})) fields.set(name, value);
  if (button.name !== undefined) fields.set(button.name, button.value ?? '');
  const target = new URL(form.action || page.url, page.url);
  if (form.method === 'get') {
    target.search = fields.toString();
    return { url: target.href, init: {} };
  }
  const headers = { origin: new URL(page.url).origin, 'sec-fetch-site': siteOf(page.url, target) };
  const body = form.isMultipart ? toFormData(page, form, fields, filling.attach) : fields;
  return { url: target.href, init: { method: 'POST', body, headers } };
}

/** The file stands where its field stands: who takes forms may want it last. */
function toFormData(
  { url }: Page,
  { fileField }: Form,
  fields: URLSearchParams,
  file = new File([], ''),
): FormData {
  if (fileField === undefined) throw new Error(`${url} has a form for files without a field for one.`);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, name === fileField ? file : value);
  return data;
}

function toPage(url: string, status: number, html: string): Page {
  const document = parsePage(html);
  const [title] = elementsNamed(document, 'title');
  const [refresh] = elementsNamed(document, 'meta').filter(
    (meta) => attribute(meta, 'http-equiv')?.toLowerCase() === 'refresh',
  );
  const seconds = refresh && Number.parseFloat(attribute(refresh, 'content') ?? '');
  return {
    url,
    status,
    title:
      title === undefined ? '' : title.childNodes.map((node) => ('value' in node ? node.value : '')).join(''),
    text: textOf(document),
    forms: formsOf(document),
    links: linksIn(document, 'a', 'href', url),
    pictures: linksIn(document, 'img', 'src', url),
    ...(seconds !== undefined && { refreshSeconds: seconds }),
  };
}

/** What leads elsewhere, with its words. */
function linksIn(
  document: Parameters<typeof textOf>[0],
  tag: string,
  name: string,
  base: string,
): readonly Link[] {
  return elementsNamed(document, tag).flatMap((element) => {
    const address = attribute(element, name);
    const label = attribute(element, 'alt') ?? textOf(element);
    return address === undefined ? [] : [{ label, url: new URL(address, base).href }];
  });
}

function findForm(
  { forms, url, text }: Page,
  press: RegExp,
): { readonly form: Form; readonly button: Button } {
  for (const form of forms) {
    const button = form.buttons.find(({ label }) => press.test(label));
    if (button !== undefined) return { form, button };
  }
  throw new Error(`${url} has no button ${press}: ${text}`);
}

function choose({ url }: Page, { choices }: Form, fields: URLSearchParams, wanted: RegExp): void {
  const choice = choices.find(({ label }) => wanted.test(label));
  if (choice === undefined)
    throw new Error(`${url} offers no ${wanted}, only ${choices.map(({ label }) => label).join('; ')}.`);
  fields.set(choice.name, choice.value);
}

function siteOf(from: string, to: URL): 'same-origin' | 'cross-site' {
  return new URL(from).origin === to.origin ? 'same-origin' : 'cross-site';
}
