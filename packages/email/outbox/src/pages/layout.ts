import { Html, html } from './html.ts';
import { style } from './style.ts';

/** A page as it is sent. */
export interface PageAnswer {
  readonly title: string;
  readonly body: Html;
  /** The path of the inbox. */
  readonly base: string;
  readonly status?: number;
}

/** What every answer says: nothing is kept, guessed at, shown elsewhere or told to others. */
export const commonHeaders = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

const pagePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole document, with headers that allow no scripts and nothing from elsewhere. */
export function toResponse({ title, body, base, status = 200 }: PageAnswer): Response {
  const headers = {
    ...commonHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy,
  };
  return new Response(`<!doctype html>\n${document(title, body, base).text}`, { status, headers });
}

/** An answer of the JSON API. */
export function toJson(value: unknown, status = 200): Response {
  const headers = { ...commonHeaders, 'content-type': 'application/json; charset=utf-8' };
  return new Response(`${JSON.stringify(value, null, 2)}\n`, { status, headers });
}

function document(title: string, body: Html, base: string): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Outbox</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><a class="brand" href="${base}/">Outbox</a><span class="quiet">No mail leaves this machine</span></header>
<main>${body}</main>
<footer><span>Mails of the embedded provider.</span><a href="${base}/api/mails">JSON</a></footer>
</body>
</html>
`;
}
