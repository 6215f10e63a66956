import * as z from 'zod';
import type { Account } from '../account.ts';
import { newId } from '../account.ts';
import { badRequest, rejection } from '../protocol/errors.ts';
import type { Answer, Call } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { isBatch } from './checks.ts';
import { runDue } from './delivery.ts';

const status = z.enum(['cancel', 'pause']);
const holdSchema = z.object({ batch_id: z.string(), status });
const changeSchema = z.object({ status });

const read = 'user.scheduled_sends.read';

/** https://docs.sendgrid.com/api-reference/cancel-scheduled-sends (2026-11-22) */
export const scheduleRoutes = [
  route('POST /v3/mail/batch', 'mail.batch.create', createBatch),
  route('GET /v3/mail/batch/:id', 'mail.batch.read', validateBatch),
  route('POST /v3/user/scheduled_sends', 'user.scheduled_sends.create', hold),
  route('GET /v3/user/scheduled_sends', read, ({ account }) => ({ status: 200, body: holdsOf(account) })),
  route('GET /v3/user/scheduled_sends/:id', read, ({ account, id }) => ({
    status: 200,
    body: holdsOf(account).filter(({ batch_id }) => batch_id === id),
  })),
  route('PATCH /v3/user/scheduled_sends/:id', 'user.scheduled_sends.update', change),
  route('DELETE /v3/user/scheduled_sends/:id', 'user.scheduled_sends.delete', release),
];

function createBatch({ account }: Call): Answer {
  const id = newId();
  account.batches.set(id, account.now());
  return { status: 201, body: { batch_id: id } };
}

function validateBatch({ account, id }: Call): Answer {
  if (!isBatch(account, id)) throw rejection(400, 'invalid batch id');
  return { status: 200, body: { batch_id: id } };
}

function hold({ account, body }: Call): Answer {
  const request = holdSchema.safeParse(body);
  if (!request.success) throw badRequest();
  const id = request.data.batch_id;
  if (!isBatch(account, id)) throw rejection(400, 'invalid batch id', 'batch_id');
  if (account.holds.has(id)) {
    throw rejection(400, 'a status for this batch id exists, try PATCH to update the status', 'batch_id');
  }
  if (account.holds.size >= 10) throw rejection(400, 'max limit reached');
  account.holds.set(id, request.data.status);
  return { status: 201, body: request.data };
}

function change({ account, id, body }: Call): Answer {
  const request = changeSchema.safeParse(body);
  if (!request.success) throw badRequest();
  if (!account.holds.has(id)) throw rejection(404, 'batch id not found');
  account.holds.set(id, request.data.status);
  return { status: 204 };
}

/** Takes the pause or cancellation away. What was due in the meantime is sent at once. */
function release({ account, id }: Call): Answer {
  const held = account.holds.get(id);
  if (held === undefined) throw rejection(404, 'batch id not found');
  // A cancelled mail whose time has passed stays cancelled, so it is settled before the batch is released.
  if (held === 'cancel') runDue(account);
  account.holds.delete(id);
  if (held === 'pause') runDue(account);
  return { status: 204 };
}

function holdsOf({ holds }: Account) {
  return [...holds].map(([batch_id, status]) => ({ batch_id, status }));
}
