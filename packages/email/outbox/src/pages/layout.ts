import { html, type Page, pageHeaders, pageResponse } from '@patchbay/core/pages';
import { style } from './style.ts';

/** A page as it is sent. */
export interface PageAnswer extends Pick<Page, 'title' | 'body' | 'status'> {
  /** The path of the inbox. */
  readonly base: string;
}

/** The whole document, with headers that allow no scripts, no forms and nothing from elsewhere. */
export function toResponse({ base, ...page }: PageAnswer): Response {
  const frame = {
    site: 'Outbox',
    header: html`<a class="brand" href="${base}/">Outbox</a><span class="quiet">No mail leaves this machine</span>`,
    footer: html`<span>Mails of the embedded provider.</span><a href="${base}/api/mails">JSON</a>`,
    style,
  };
  return pageResponse(frame, { ...page, destinations: 'none', frames: true });
}

/** An answer of the JSON API. */
export function toJson(value: unknown, status = 200): Response {
  const headers = { ...pageHeaders, 'content-type': 'application/json; charset=utf-8' };
  return new Response(`${JSON.stringify(value, null, 2)}\n`, { status, headers });
}
