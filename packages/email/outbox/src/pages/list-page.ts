import { html } from '@patchbay/core/pages';
import type { MailState } from '../engine/outbox.ts';
import type { MailRecord } from '../engine/records.ts';
import type { PageAnswer } from './layout.ts';
import { timeOf } from './words.ts';

/** A mail and where it is. */
export interface ListedMail {
  readonly mail: MailRecord;
  readonly state: MailState;
}

/** One page of the list, newest first. `page` is counted from 1. */
export function listPage(
  mails: readonly ListedMail[],
  base: string,
  { page, pages, count }: { readonly page: number; readonly pages: number; readonly count: number },
): PageAnswer {
  const newer = page > 1 ? html`<a href="${base}/?page=${page - 1}" rel="prev">Newer</a>` : undefined;
  const older = page < pages ? html`<a href="${base}/?page=${page + 1}" rel="next">Older</a>` : undefined;
  const list =
    mails.length === 0
      ? html`<p>No mail has been sent yet.</p>`
      : html`<ul class="mails">${mails.map((listed) => row(listed, base))}</ul>
<div class="pages">${newer}${older}</div>`;
  const body = html`<h1>${count === 1 ? '1 mail' : `${count} mails`}</h1>
${list}`;
  return { title: 'Mails', body, base };
}

function row({ mail, state }: ListedMail, base: string) {
  const { id, subject, template, recipients, createdAt } = mail;
  const mark = state === 'sent' ? undefined : html` <b class="state ${state}">${state}</b>`;
  return html`<li><a href="${base}/mails/${id}">
<span>${recipients.map(({ email }) => email).join(', ')}</span>
<span class="subject">${subject ?? template?.id ?? ''}${mark}</span>
<span class="quiet">${timeOf(createdAt)}</span>
</a></li>
`;
}
