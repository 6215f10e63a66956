import { html } from '@patchbay/core/pages';
import type { Outbox } from '../engine/outbox.ts';
import type { MailRecord } from '../engine/records.ts';
import { OutboxError } from '../engine/refusal.ts';
import { attachment, source } from './files.ts';
import { frame } from './frame.ts';
import { toJson, toResponse } from './layout.ts';
import { type ListedMail, listPage } from './list-page.ts';
import { firstTab, mailPage, type Tab, tabs } from './mail-page.ts';

/** A request, as far as pages look at it. */
interface Visit {
  readonly outbox: Outbox;
  readonly base: string;
  /** The path below the base, without a slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const pageSize = 50;

/** Answers a request below `publicUrl`; `undefined` for one that is not for the pages. The host is not looked at. */
export async function respond(
  outbox: Outbox,
  publicUrl: URL,
  request: Request,
): Promise<Response | undefined> {
  const base = publicUrl.pathname.replace(/\/+$/, '');
  const { pathname, searchParams: query } = new URL(request.url);
  if (pathname !== base && !pathname.startsWith(`${base}/`)) return undefined;
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') return notAllowed();
  const visit = { outbox, base, path: pathname.slice(base.length).replace(/\/+$/, ''), query };
  const response = (await answer(visit)) ?? notFound(visit);
  return method === 'GET' ? response : new Response(null, response);
}

async function answer(visit: Visit): Promise<Response | undefined> {
  const { outbox, path } = visit;
  if (path === '') return list(visit);
  if (path === '/api/mails') return toJson({ mails: (await newestFirst(outbox)).map(toSummary) });
  const [, api, id = '', rest = ''] = /^(\/api)?\/mails\/([\w-]+)(?:\/([\w./-]+))?$/.exec(path) ?? [];
  if (id === '') return undefined;
  try {
    const mail = await outbox.mail(id);
    if (api === undefined) return await mailAnswer(visit, mail, rest);
    return rest === '' ? toJson(toSummary(await listed(outbox, mail))) : undefined;
  } catch (error) {
    if (error instanceof OutboxError && error.code === 'no_such_mail') return undefined;
    throw error;
  }
}

async function mailAnswer(visit: Visit, mail: MailRecord, rest: string): Promise<Response | undefined> {
  const { outbox, base } = visit;
  const [, index] = /^files\/(\d{1,6})$/.exec(rest) ?? [];
  if (index !== undefined) return attachment(outbox, mail, Number(index));
  if (rest === 'source.eml') return source(outbox, mail);
  if (rest === 'frame') return mail.html === undefined ? undefined : frame(outbox, mail);
  const tab = rest === '' ? firstTab(mail) : rest;
  if (!isTab(tab)) return undefined;
  const text = new TextDecoder().decode(await outbox.source(mail.id));
  return toResponse(mailPage(await listed(outbox, mail), tab, text, base));
}

async function list({ outbox, base, query }: Visit): Promise<Response> {
  const mails = (await outbox.mails()).toReversed();
  const pages = Math.max(1, Math.ceil(mails.length / pageSize));
  const asked = Number.parseInt(query.get('page') ?? '1', 10);
  const page = Math.min(Math.max(1, Number.isNaN(asked) ? 1 : asked), pages);
  const shown = mails.slice((page - 1) * pageSize, page * pageSize);
  const rows = await Promise.all(shown.map((mail) => listed(outbox, mail)));
  return toResponse(listPage(rows, base, { page, pages, count: mails.length }));
}

async function newestFirst(outbox: Outbox): Promise<readonly ListedMail[]> {
  const mails = (await outbox.mails()).toReversed();
  return Promise.all(mails.map((mail) => listed(outbox, mail)));
}

async function listed(outbox: Outbox, mail: MailRecord): Promise<ListedMail> {
  return { mail, state: await outbox.stateOf(mail) };
}

/** A mail in the JSON API: what the outbox keeps, and where the mail is. Times are epoch milliseconds. */
function toSummary({ mail, state }: ListedMail): object {
  const { fingerprint: _own, vendorKey: _key, sequence: _order, ...shown } = mail;
  return { ...shown, state };
}

function isTab(name: string): name is Tab {
  return Object.hasOwn(tabs, name);
}

function notFound({ base, path }: Visit): Response {
  if (path.startsWith('/api')) return toJson({ error: 'not_found' }, 404);
  const body = html`<h1>Not found</h1><p>There is no such mail. <a href="${base}/">All mails</a></p>`;
  return toResponse({ title: 'Not found', body, base, status: 404 });
}

function notAllowed(): Response {
  return new Response('Method not allowed\n', { status: 405, headers: { allow: 'GET, HEAD' } });
}
