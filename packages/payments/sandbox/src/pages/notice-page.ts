import type { Page } from '@patchbay/core/pages';
import { html } from '@patchbay/core/pages';

/** A page that says one thing, and where to go from there. */
export function noticePage(
  title: string,
  text: string,
  options: { readonly status?: number; readonly backUrl?: string } = {},
): Page {
  const { status = 200, backUrl } = options;
  const body = html`
<section class="sheet">
<h1>${title}</h1>
<p>${text}</p>
${backUrl === undefined ? undefined : html`<p><a href="${backUrl}">Go back to the shop</a></p>`}
</section>`;
  return { title, body, status };
}
