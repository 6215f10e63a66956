import { type Attempt, type Call, DriverFailure, type Page } from '@patchbay/core';
import type { ListSuppressions, RemoveSuppression, Suppression, SuppressionReason } from '@patchbay/email';
import type { SendgridClient } from '../client/client.ts';
import { toRefusal } from '../errors.ts';
import { type Answer, expectStatus, fromGlobal, fromList } from '../response.ts';

/** SendGrid's lists by what they mean: https://docs.sendgrid.com/api-reference/suppressions (2026-11-22). */
const lists = {
  bounced: '/v3/suppression/bounces',
  blocked: '/v3/suppression/blocks',
  invalid: '/v3/suppression/invalid_emails',
  complained: '/v3/suppression/spam_reports',
  unsubscribed: '/v3/suppression/unsubscribes',
} as const satisfies Record<SuppressionReason, string>;

const reasons = Object.keys(lists).filter(isReason);

function isReason(name: string): name is SuppressionReason {
  return Object.hasOwn(lists, name);
}

/** Single unsubscriptions have an address of their own: the list of them serves none. */
const globalPath = '/v3/asm/suppressions/global';

function pathOf(reason: SuppressionReason, email: string): string {
  const list = reason === 'unsubscribed' ? globalPath : lists[reason];
  return `${list}/${encodeURIComponent(email)}`;
}

const mostPerPage = 500;

/** One page: as many lists as it takes to fill it, one request each. The cursor is `<reason>:<offset>`. */
export async function listSuppressions(
  sendgrid: SendgridClient,
  { reason: only }: ListSuppressions,
  call: Call,
): Promise<Page<Suppression>> {
  const wanted = Math.min(call.limit ?? mostPerPage, mostPerPage);
  const start = toPlace(call.cursor, only ?? 'bounced');
  const items: Suppression[] = [];
  let { offset } = start;
  for (const reason of only === undefined ? reasons.slice(reasons.indexOf(start.reason)) : [only]) {
    const limit = wanted - items.length;
    const found = await call.step(reason, 'safe', async (attempt) => {
      const query = { limit, offset };
      return fromList(reason, await request(sendgrid, attempt, 'GET', lists[reason], { qs: query }));
    });
    items.push(...found);
    if (items.length >= wanted) return { items, next: `${reason}:${offset + found.length}` };
    offset = 0;
  }
  return { items };
}

function toPlace(cursor: string | undefined, first: SuppressionReason) {
  if (cursor === undefined) return { reason: first, offset: 0 };
  const [, reason = '', offset] = /^([a-z]+):(\d{1,9})$/.exec(cursor) ?? [];
  if (isReason(reason)) return { reason, offset: Number(offset) };
  const message = 'cursor: expected the `next` of another page.';
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}

/** Every list knows an address for itself. */
export async function getSuppressions(
  sendgrid: SendgridClient,
  email: string,
  call: Call,
): Promise<readonly Suppression[]> {
  const found: Suppression[] = [];
  for (const reason of reasons) {
    const entries = await call.step(reason, 'safe', async (attempt) => {
      const answer = await request(sendgrid, attempt, 'GET', pathOf(reason, email));
      return reason === 'unsubscribed' ? fromGlobal(answer) : fromList(reason, answer);
    });
    found.push(...entries);
  }
  return found;
}

/** The other lists SendGrid writes itself. */
export async function addSuppression(
  sendgrid: SendgridClient,
  { email, reason = 'unsubscribed' }: RemoveSuppression,
  attempt: Attempt,
): Promise<void> {
  if (reason !== 'unsubscribed') {
    const message = `SendGrid puts addresses on its list of ${reason} ones itself; only unsubscribed can be added.`;
    throw new DriverFailure({ code: 'unsupported', message });
  }
  const body = { recipient_emails: [email] };
  expectStatus(201, await request(sendgrid, attempt, 'POST', globalPath, { body }));
}

/** From one list, or from all; a list that does not have the address is left as it is. */
export async function removeSuppression(
  sendgrid: SendgridClient,
  { email, reason: only }: RemoveSuppression,
  call: Call,
): Promise<void> {
  for (const reason of only === undefined ? reasons : [only])
    await call.step(reason, 'natural', async (attempt) => {
      try {
        expectStatus(204, await request(sendgrid, attempt, 'DELETE', pathOf(reason, email)));
      } catch (thrown) {
        if (toRefusal(thrown)?.status !== 404) throw thrown;
        attempt.acceptRefusal();
      }
    });
}

/** One request of the SDK's client, bound to its attempt. */
export async function request(
  { client }: SendgridClient,
  { headers }: Attempt,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  more: { readonly qs?: object; readonly body?: object } = {},
): Promise<Answer> {
  const [answer] = await client.request({ method, url, headers, ...more });
  return answer;
}
