import { invalidResponse, withRaw } from '@patchbay/core';
import {
  type Message,
  type Receipt,
  type Suppression,
  type SuppressionReason,
  toAddresses,
} from '@patchbay/email';
import * as z from 'zod';
import { capabilities } from './capabilities.ts';

const { provider } = capabilities;

/** What the SDK resolves to; nothing of it is trusted. */
export interface Answer {
  readonly statusCode: number;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/**
 * What SendGrid says when it takes a mail: one id, and nothing of the recipients.
 * @throws `DriverFailure` `invalid_response` for an answer without an id: it is a proxy's.
 */
export function fromAccepted(answer: Answer): string {
  const headers = read(acceptedSchema, answer.headers, 'The answer has no x-message-id.');
  return headers['x-message-id'];
}

const acceptedSchema = z.looseObject({ 'x-message-id': z.string().min(1) });

/** The receipt of a mail that was taken. */
export function toReceipt(message: Message, id: string, answer: Answer): Receipt {
  const status = message.sendAt === undefined ? 'accepted' : 'scheduled';
  const recipients = (['to', 'cc', 'bcc'] as const).flatMap((kind) =>
    toAddresses(message[kind]).map(({ email }) => ({ email, kind, status }) as const),
  );
  const { reference } = message;
  return withRaw(
    { id, provider, status, recipients, ...(reference !== undefined && { reference }) } as const,
    answer,
  );
}

/** The id of a new batch. */
export function fromBatch({ body }: Answer): string {
  return read(batchSchema, body, 'The answer has no batch_id.').batch_id;
}

const batchSchema = z.looseObject({ batch_id: z.string().min(1) });

/** Whether a batch is held back for good. */
export function isCancelled(batch: string, { body }: Answer): boolean {
  const holds = read(holdsSchema, body, 'The answer is no list of batches.');
  return holds.some(({ batch_id: id, status }) => id === batch && status === 'cancel');
}

const holdsSchema = z.array(z.looseObject({ batch_id: z.string(), status: z.string() }));

/**
 * A write that is answered with nothing of interest: the status shows that it was SendGrid who answered.
 * @throws `DriverFailure` `invalid_response` for another success than the documented one: it is a proxy's.
 */
export function expectStatus(status: number, { statusCode }: Answer): void {
  if (statusCode !== status) throw invalidResponse(`The answer is ${statusCode}, not ${status}.`);
}

/**
 * What a key may do.
 * @throws `DriverFailure` `invalid_response` when it is something else that answers.
 */
export function expectScopes({ body }: Answer): void {
  read(scopesSchema, body, 'The answer is no list of scopes.');
}

const scopesSchema = z.looseObject({ scopes: z.array(z.string()) });

/** The entries of one suppression list: https://docs.sendgrid.com/api-reference/bounces-api (2026-11-22). */
export function fromList(reason: SuppressionReason, { body }: Answer): readonly Suppression[] {
  return read(z.array(entrySchema), body, 'The answer is no suppression list.').map((entry) => {
    const { email, created, reason: words = '', status = '' } = entry;
    const detail = [status, words].filter((part) => part !== '').join(' ');
    const createdAt = new Date(created * 1000);
    return withRaw({ email, reason, createdAt, ...(detail !== '' && { detail }) }, entry);
  });
}

const entrySchema = z.looseObject({
  email: z.string().min(1),
  created: z.number(),
  reason: z.string().optional(),
  status: z.string().optional(),
});

/** A global unsubscription of one address, which comes without its time; an empty object where there is none. */
export function fromGlobal({ body }: Answer): readonly Suppression[] {
  const entry = read(globalSchema, body, 'The answer is no global suppression.');
  const { recipient_email: email } = entry;
  return email === undefined ? [] : [withRaw({ email, reason: 'unsubscribed' }, entry)];
}

const globalSchema = z.looseObject({ recipient_email: z.string().optional() });

function read<T>(schema: z.ZodType<T>, value: unknown, wrong: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidResponse(wrong);
}
