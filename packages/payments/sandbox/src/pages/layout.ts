import { html, type Page, pageResponse } from '@patchbay/core/pages';
import { style } from './style.ts';

const frame = {
  site: 'Sandbox payments',
  header: html`<span class="brand">Sandbox payments</span><span class="mode">Test mode</span>`,
  footer: html`<span>No money moves here, and no card is needed.</span>`,
  style,
} as const;

/** The whole document, with headers that allow no scripts and nothing from elsewhere. */
export function toResponse(page: Page): Response {
  return pageResponse(frame, page);
}
