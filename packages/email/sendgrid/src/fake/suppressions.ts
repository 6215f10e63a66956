import * as z from 'zod';
import type { Account, StoredSuppression } from './account.ts';
import { listOf, suppress } from './account.ts';
import { badRequest, rejection } from './protocol/errors.ts';
import type { Answer, Call, Route } from './protocol/router.ts';
import { route } from './protocol/router.ts';

const bulkSchema = z.union([
  z.object({ delete_all: z.literal(true) }),
  z.object({ delete_all: z.literal(false).optional(), emails: z.array(z.string()) }),
]);
const additionSchema = z.object({ recipient_emails: z.array(z.string()) });

// SendGrid does not serve single unsubscribes here, but as global suppressions.
const fullLists = ['bounces', 'blocks', 'invalid_emails', 'spam_reports'] as const;
type ListName = (typeof fullLists)[number] | 'unsubscribes';

const shown = {
  bounces: ({ created, email, reason = '', status = '' }) => ({ created, email, reason, status }),
  blocks: ({ created, email, reason = '', status = '' }) => ({ created, email, reason, status }),
  invalid_emails: ({ created, email, reason = '' }) => ({ created, email, reason }),
  spam_reports: ({ created, email, ip = '' }) => ({ created, email, ip }),
  unsubscribes: ({ created, email }) => ({ created, email }),
} as const satisfies Record<ListName, (entry: StoredSuppression) => object>;

/** https://docs.sendgrid.com/api-reference/bounces-api and its siblings (2026-11-22) */
export const suppressionRoutes: readonly Route[] = [
  ...fullLists.flatMap(routesOf),
  route('GET /v3/suppression/unsubscribes', 'suppression.unsubscribes.read', list('unsubscribes')),
  route('POST /v3/asm/suppressions/global', 'asm.suppressions.global.create', addGlobal),
  route('GET /v3/asm/suppressions/global/:id', 'asm.suppressions.global.read', getGlobal),
  route('DELETE /v3/asm/suppressions/global/:id', 'asm.suppressions.global.delete', (call) =>
    remove(call, 'unsubscribes'),
  ),
];

function routesOf(name: (typeof fullLists)[number]): Route[] {
  const path = `/v3/suppression/${name}` as const;
  const scope = `suppression.${name}`;
  return [
    route(`GET ${path}`, `${scope}.read`, list(name)),
    route(`DELETE ${path}`, `${scope}.delete`, (call) => removeMany(call, name)),
    route(`GET ${path}/:id`, `${scope}.read`, ({ account, id }) => {
      const entry = listOf(account, name).get(id.toLowerCase());
      return { status: 200, body: entry === undefined ? [] : [shown[name](entry)] };
    }),
    route(`DELETE ${path}/:id`, `${scope}.delete`, (call) => remove(call, name)),
  ];
}

/** Newest first, in pages of at most 500. */
function list(name: ListName): Route['answer'] {
  return ({ account, query }) => {
    const from = numberOf(query, 'start_time') ?? 0;
    const until = numberOf(query, 'end_time') ?? Number.POSITIVE_INFINITY;
    const limit = numberOf(query, 'limit') ?? 500;
    const offset = numberOf(query, 'offset') ?? 0;
    if (limit < 1 || limit > 500) throw rejection(400, 'limit must be between 1 and 500', 'limit');
    const prefix = query.get('email')?.toLowerCase() ?? '';
    const found = [...listOf(account, name).values()]
      .filter(({ created, email }) => created >= from && created <= until && email.startsWith(prefix))
      .toSorted((one, other) => other.created - one.created);
    return { status: 200, body: found.slice(offset, offset + limit).map(shown[name]) };
  };
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^\d{1,12}$/.test(value)) throw rejection(400, `${name} must be a non-negative integer`, name);
  return Number(value);
}

function remove({ account, id }: Call, name: ListName): Answer {
  if (!listOf(account, name).delete(id.toLowerCase())) throw rejection(404, 'not found');
  return { status: 204 };
}

function removeMany({ account, body }: Call, name: ListName): Answer {
  const request = bulkSchema.safeParse(body);
  if (!request.success) throw badRequest();
  const entries = listOf(account, name);
  if (!('emails' in request.data)) entries.clear();
  else for (const email of request.data.emails) entries.delete(email.toLowerCase());
  return { status: 204 };
}

function addGlobal({ account, body }: Call): Answer {
  const request = additionSchema.safeParse(body);
  if (!request.success) throw badRequest();
  for (const email of request.data.recipient_emails) suppress(account, 'unsubscribes', email);
  return { status: 201, body: request.data };
}

/** An address that is not suppressed is answered with an empty object. */
function getGlobal({ account, id }: { readonly account: Account; readonly id: string }): Answer {
  const entry = listOf(account, 'unsubscribes').get(id.toLowerCase());
  return { status: 200, body: entry === undefined ? {} : { recipient_email: entry.email } };
}
