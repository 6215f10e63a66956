import { html, type Page, pageResponse } from '@patchbay/core/pages';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { style } from './style.ts';

const frame = {
  site: 'Local sign-in',
  header: html`<span class="brand">Local sign-in</span><span class="mode">Test mode</span>`,
  footer: html`<span>Nobody has to prove who they are here.</span>`,
  style,
} as const;

/** The whole document, with headers that allow no scripts and nothing from elsewhere. */
export function toResponse(page: Page): Response {
  return pageResponse(frame, page);
}

/** Sends a page from within the provider. */
export async function show(context: KoaContextWithOIDC, page: Page): Promise<void> {
  const response = toResponse(page);
  context.status = response.status;
  context.body = await response.text();
  context.set(Object.fromEntries(response.headers));
}

/** A page that says one thing. */
export function noticePage(title: string, text: string, status = 200): Page {
  const body = html`
<section class="sheet">
<h1>${title}</h1>
<p>${text}</p>
</section>`;
  return { title, body, status, destinations: 'none' };
}
