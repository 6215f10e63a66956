import { Html, html } from './html.ts';
import { style } from './style.ts';

/** A page as it is sent. */
export interface PageAnswer {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Where the page's forms may lead: browsers hold redirects after a form to this list too. */
  readonly destinations?: readonly string[];
}

/** The whole document, with headers that allow no scripts and nothing from elsewhere. */
export function toResponse({ title, body, status = 200, destinations = [] }: PageAnswer): Response {
  const origins = [...new Set(destinations.map((url) => new URL(url).origin))];
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `form-action ${["'self'", ...origins].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  };
  return new Response(`<!doctype html>\n${document(title, body).text}`, { status, headers });
}

/** Sends the payer on. Only to http and https, whatever was stored. */
export function redirectTo(url: string): Response {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`${protocol} is no place to send a payer to.`);
  return new Response(null, { status: 303, headers: { location: href, 'cache-control': 'no-store' } });
}

function document(title: string, body: Html): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox payments</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><span class="brand">Sandbox payments</span><span class="mode">Test mode</span></header>
<main>${body}</main>
<footer><span>No money moves here, and no card is needed.</span></footer>
</body>
</html>
`;
}
