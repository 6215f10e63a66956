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
  /** Sends the form and closes the tab: where the answer leads is never opened. */
  readonly andLeave?: true;
}

/** A browser that has scripts switched off: it loads pages, follows links and fills in forms. */
export interface Browser {
  open(url: string): Promise<Page>;
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
  const load = async (url: string, init: PageRequest['init'] = {}, hops = mostRedirects): Promise<Page> => {
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, ...oneRequestOnly },
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    const location = response.headers.get('location');
    const html = await response.text();
    if (location !== null && response.status < 400 && hops > 0)
      return load(new URL(location, url).href, {}, hops - 1);
    const page = toPage(url, response.status, html);
    onPage(page);
    return page;
  };
  return {
    open: (url) => load(url),
    follow: (page, label) => load(linkOf(page, label)),
    submit(page, filling) {
      const { url, init } = requestOf(page, filling);
      return load(url, init, filling.andLeave ? 0 : mostRedirects);
    },
    async awaitText(page, wanted, withinMs = 15_000) {
      const deadline = Date.now() + withinMs;
      let current = page;
      while (!wanted.test(current.text)) {
        const { refreshSeconds, text } = current;
        if (refreshSeconds === undefined)
          throw new Error(`${page.url} shows no ${wanted} and stays as it is: ${text}`);
        if (Date.now() > deadline)
          throw new Error(`${page.url} shows no ${wanted} in ${withinMs} ms: ${text}`);
        await new Promise((resolve) => setTimeout(resolve, Math.min(refreshSeconds * 1_000, longestWaitMs)));
        current = await load(page.url);
      }
      return current;
    },
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
    readonly body?: URLSearchParams;
    readonly headers?: Record<string, string>;
  };
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
  return { url: target.href, init: { method: 'POST', body: fields, headers } };
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
    links: elementsNamed(document, 'a').flatMap((link) => {
      const href = attribute(link, 'href');
      return href === undefined ? [] : [{ label: textOf(link), url: new URL(href, url).href }];
    }),
    ...(seconds !== undefined && { refreshSeconds: seconds }),
  };
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
