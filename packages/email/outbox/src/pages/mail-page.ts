import { type Html, html } from '@patchbay/core/pages';
import type { MailFile, MailRecord } from '../engine/records.ts';
import type { PageAnswer } from './layout.ts';
import type { ListedMail } from './list-page.ts';
import { addressesOf, sizeOf, timeOf } from './words.ts';

/** The ways to look at a mail, and what each is called. */
export const tabs = { html: 'HTML', text: 'Text', source: 'Source', headers: 'Headers' } as const;

export type Tab = keyof typeof tabs;

/** What is seen first: what its reader would see. */
export function firstTab({ html: page }: MailRecord): Tab {
  return page === undefined ? 'text' : 'html';
}

/** One mail. `source` is the whole of it, as its readers get it. */
export function mailPage({ mail, state }: ListedMail, tab: Tab, source: string, base: string): PageAnswer {
  const { id, subject = '', template, createdAt, sendAt, attachments, tags, reference, metadata } = mail;
  const title = subject === '' ? (template?.id ?? 'Without a subject') : subject;
  const home = `${base}/mails/${id}`;
  const body = html`<h1>${title} <b class="state ${state}">${state}</b></h1>
<dl>
${field('From', addressesOf([mail.from]))}
${field('Reply to', addressesOf(mail.replyTo))}
${field('Bounces to', mail.envelopeFrom)}
${mail.recipients.map(recipient)}
${field('Taken', timeOf(createdAt))}
${field('Sent at', sendAt === undefined ? undefined : timeOf(sendAt))}
${field('Reference', reference)}
${field('Tags', tags.join(', '))}
${Object.entries(metadata).map(([name, value]) => row(name, value))}
${attachments.length === 0 ? undefined : html`<dt>Files</dt><dd><ul class="files">${attachments.map((file, index) => fileLink(file, `${home}/files/${index}`))}</ul></dd>`}
</dl>
<nav aria-label="Ways to look at the mail">${Object.entries(tabs).map(([name, label]) => tabLink(name, label, tab, home))}</nav>
${view(mail, tab, source, home)}
<p class="pages"><a href="${home}/source.eml">Download as .eml</a><a href="${base}/api/mails/${id}">JSON</a></p>`;
  return { title, body, base };
}

function field(name: string, value = ''): Html | undefined {
  return value === '' ? undefined : row(name, value);
}

function row(name: string, value: string): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>\n`;
}

const kinds = { to: 'To', cc: 'Copy', bcc: 'Blind copy' } as const;

function recipient({ email, kind, status, detail }: MailRecord['recipients'][number]): Html {
  const fate = [status, detail].filter((part) => part !== undefined).join(': ');
  return html`<dt>${kinds[kind]}</dt><dd class="${status}">${email} <span class="quiet fate">${fate}</span></dd>\n`;
}

function fileLink({ filename, contentType, sizeBytes }: MailFile, url: string): Html {
  return html`<li><a href="${url}">${filename}</a> <span class="quiet">${contentType}, ${sizeOf(sizeBytes)}</span></li>`;
}

function tabLink(name: string, label: string, current: Tab, home: string): Html {
  const mark = name === current ? html` aria-current="page"` : undefined;
  return html`<a href="${home}/${name}"${mark}>${label}</a>`;
}

/** The mail's own HTML runs nowhere but in a frame of its own, without scripts, forms or anything from elsewhere. */
function view(mail: MailRecord, tab: Tab, source: string, home: string): Html {
  const end = source.indexOf('\r\n\r\n');
  switch (tab) {
    case 'html':
      return mail.html === undefined
        ? html`<p>The mail has no HTML.</p>`
        : html`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" src="${home}/frame" title="The mail as HTML"></iframe>`;
    case 'text':
      return textView(mail);
    case 'source':
      return html`<pre>${source}</pre>`;
    case 'headers':
      return html`<pre>${end < 0 ? source : source.slice(0, end)}</pre>`;
  }
}

function textView({ text, template }: MailRecord): Html {
  if (text !== undefined) return html`<pre>${text}</pre>`;
  if (template === undefined) return html`<p>The mail has no text.</p>`;
  return html`<p>The provider fills the template <b>${template.id}</b> with:</p>
<pre>${JSON.stringify(template.data, null, 2)}</pre>`;
}
