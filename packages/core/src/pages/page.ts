import { Html, html } from './html.ts';
import { baseStyle } from './style.ts';

/** What all pages of one embedded provider share. */
export interface PageFrame {
  /** The provider's name, in the title of every page. */
  readonly site: string;
  readonly header: Html;
  readonly footer: Html;
  /** Rules of its own, after the common ones. Trusted text. */
  readonly style: string;
}

/** One page. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Default: 200. */
  readonly status?: number;
  /**
   * URLs to whose origins the page's forms may lead: browsers hold redirects after a form to this list too. `none`: the
   * page has no forms. Default: the page's own origin.
   */
  readonly destinations?: readonly string[] | 'none';
  /** The page shows frames of its own origin. */
  readonly frames?: true;
}

/** What every answer says: nothing is kept, guessed at, shown elsewhere, indexed or told to others. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

/** The whole document, with headers that allow no scripts and nothing from elsewhere. */
export function pageResponse(frame: PageFrame, page: Page): Response {
  const headers = {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyOf(page),
    // With `no-referrer` browsers send `Origin: null` with forms.
    ...(page.destinations !== 'none' && { 'referrer-policy': 'same-origin' }),
  };
  return new Response(`<!doctype html>\n${toDocument(frame, page).text}`, {
    status: page.status ?? 200,
    headers,
  });
}

/**
 * Sends the browser on. Only to http and https, whatever was stored.
 * @throws `TypeError` for any other address.
 */
export function redirectTo(url: string): Response {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`${protocol} is no place to send a browser to.`);
  return new Response(null, { status: 303, headers: { location: href, 'cache-control': 'no-store' } });
}

function policyOf({ destinations = [], frames }: Page): string {
  const origins =
    destinations === 'none'
      ? ["'none'"]
      : ["'self'", ...new Set(destinations.map((url) => new URL(url).origin))];
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(frames ? ["frame-src 'self'"] : []),
    `form-action ${origins.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function toDocument({ site, header, footer, style }: PageFrame, { title, body }: Page): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${site}</title>
<style>${new Html(baseStyle + style)}</style>
</head>
<body>
<header>${header}</header>
<main>${body}</main>
<footer>${footer}</footer>
</body>
</html>
`;
}
