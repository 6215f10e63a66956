import { type Attempt, type Call, type Driver, DriverFailure, type Kit } from '@patchbay/core';
import { assertLimits, type EmailApi, loadAttachments, type Message, type Receipt } from '@patchbay/email';
import { capabilities } from '../capabilities.ts';
import type { MailData, SendgridClient } from '../client/client.ts';
import { toRefusal } from '../errors.ts';
import type { SendgridEmailOptions } from '../options.ts';
import { toMail, withSchedule } from '../request/mail.ts';
import { toSchedule, waitingBatch } from '../request/schedule.ts';
import { expectScopes, expectStatus, fromAccepted, fromBatch, isCancelled, toReceipt } from '../response.ts';
import {
  addSuppression,
  getSuppressions,
  listSuppressions,
  removeSuppression,
  request,
} from './suppressions.ts';

/** SendGrid's calls, operation by operation. */
export function driver(
  sendgrid: SendgridClient,
  _options: SendgridEmailOptions,
  { clock }: Kit,
): Driver<EmailApi, typeof capabilities> {
  return {
    send: (message, call) => send(sendgrid, message, clock.now(), call),
    'schedule.cancel': ({ id }, call) => cancel(sendgrid, waitingBatch(id, clock.now()), call),
    'suppressions.list': (input, call) => listSuppressions(sendgrid, input, call),
    'suppressions.get': ({ email }, call) => getSuppressions(sendgrid, email, call),
    'suppressions.add': (input, call) => addSuppression(sendgrid, input, call),
    'suppressions.remove': (input, call) => removeSuppression(sendgrid, input, call),
  };
}

/** What the key may do: any key may ask. https://docs.sendgrid.com/api-reference/api-key-permissions (2026-11-22) */
export async function checkScopes(sendgrid: SendgridClient, attempt: Attempt): Promise<void> {
  expectScopes(await request(sendgrid, attempt, 'GET', '/v3/scopes'));
}

/** A mail that waits is taken back by its batch, which it must have before it is sent. */
async function send(sendgrid: SendgridClient, message: Message, now: number, call: Call): Promise<Receipt> {
  assertLimits(message, capabilities.limits, now);
  const attachments = await loadAttachments(message.attachments, capabilities.limits.messageBytes);
  const plain = toMail(message, attachments, call.idempotencyKey);
  const { sendAt } = message;
  const schedule = sendAt === undefined ? undefined : toSchedule(await newBatch(sendgrid, call), sendAt);
  const mail = schedule === undefined ? plain : withSchedule(plain, schedule);
  return call.step('send', 'keyed', async (attempt) => {
    const [answer] = await sendgrid.withAttempt(attempt).mail.send(mail);
    if (isSandboxed(mail)) return toReceipt(message, 'sandbox', answer);
    const id = fromAccepted(answer);
    return toReceipt(message, schedule?.id ?? id, answer);
  });
}

/** An id that nothing belongs to yet: to make another one does nothing. */
function newBatch(sendgrid: SendgridClient, call: Call): Promise<string> {
  return call.step('batch', 'safe', async (attempt) =>
    fromBatch(await request(sendgrid, attempt, 'POST', '/v3/mail/batch')),
  );
}

/** Only checked, never sent: such a mail gets no id. */
function isSandboxed({ mailSettings }: MailData): boolean {
  return mailSettings?.sandboxMode?.enable === true;
}

/** A batch that is cancelled or paused already is not cancelled anew, but changed where it has to be. */
async function cancel(sendgrid: SendgridClient, batch: string, call: Call): Promise<void> {
  const id = encodeURIComponent(batch);
  await call.step('read', 'safe', async (attempt) => {
    const answer = request(sendgrid, attempt, 'GET', `/v3/mail/batch/${id}`);
    fromBatch(await answer.catch(unknownBatch));
  });
  if (await call.step('cancel', 'natural', (attempt) => hold(sendgrid, batch, attempt))) return;
  const path = `/v3/user/scheduled_sends/${id}`;
  const isDone = await call.step('status', 'safe', async (attempt) =>
    isCancelled(batch, await request(sendgrid, attempt, 'GET', path)),
  );
  if (isDone) return;
  await call.step('change', 'natural', async (attempt) => {
    expectStatus(204, await request(sendgrid, attempt, 'PATCH', path, { body: { status: 'cancel' } }));
  });
}

/** SendGrid answers 400, not 404, to a batch that is none. */
function unknownBatch(thrown: unknown): never {
  const { status, message } = toRefusal(thrown) ?? {};
  if (status !== 400 || message === undefined) throw thrown;
  throw new DriverFailure({ code: 'not_found', vendor: { status, message } });
}

/** False when the batch, of which we know that it exists, has a status already. */
async function hold(sendgrid: SendgridClient, batch: string, attempt: Attempt): Promise<boolean> {
  try {
    const body = { batch_id: batch, status: 'cancel' };
    expectStatus(201, await request(sendgrid, attempt, 'POST', '/v3/user/scheduled_sends', { body }));
    return true;
  } catch (thrown) {
    const { status, field } = toRefusal(thrown) ?? {};
    if (status !== 400 || field !== 'batch_id') throw thrown;
    attempt.acceptRefusal();
    return false;
  }
}
