import { IntegrationError } from '@patchbay/core';
import type { FailedTry, Worker } from '@patchbay/jobs';
import { toMessage } from '../letters/message.ts';
import type { MailRow, MailState } from '../mail.ts';
import { onBehalfOf } from '../timeline.ts';
import { giveUpMail } from './dead-mail.ts';
import type { Desk } from './desk.ts';
import { moveMail } from './mail.ts';
import { type MailJob, mailJobSchema, mailQueue } from './mail-job.ts';
import { enclosureOf } from './picture.ts';

export type MailParts = Pick<
  Desk,
  'email' | 'storage' | 'store' | 'jobs' | 'live' | 'publicUrl' | 'sender' | 'artOf'
>;

/** Hands mails to the provider of email, a few at a time. */
export function sendMails(parts: MailParts): Worker {
  const worker = parts.jobs.work(
    mailQueue,
    ({ payload, attempt }) => sendMail(parts, mailJobSchema.parse(payload), attempt < mostTries),
    {
      concurrency: 4,
      retry: nextTry,
      onDead: ({ job }) => giveUpMail(parts, job),
      onError: console.error,
    },
  );
  const close = (graceMs = longestCallMs): Promise<void> => worker.close(graceMs);
  return { close, [Symbol.asyncDispose]: () => close() };
}

const longestCallMs = 30_000; // so the answer to what is under way is not lost
const firstPauseMs = 10_000;
const mostTries = 5; // within a quarter of an hour

/** What a provider certainly did not take is tried again: after 10 s, 40 s, … and no sooner than it asks for. */
function nextTry({ job: { attempt }, error }: FailedTry): number | 'never' {
  const mayHelp = !IntegrationError.is(error) || error.retryable;
  if (!mayHelp || attempt >= mostTries) return 'never';
  const askedMs = (IntegrationError.is(error) && error.retryAfterMs) || 0;
  return Math.max(firstPauseMs * 4 ** (attempt - 1), askedMs);
}

/** @throws what kept the mail from being sent, where it certainly was not: it is tried again, or is a dead letter. */
async function sendMail(parts: MailParts, job: MailJob, mayTryAgain: boolean): Promise<void> {
  const row = takeOn(parts, job);
  if (row === undefined) return;
  const { error, ...answer } = await handOver(parts, row);
  const isWorthIt = mayTryAgain && answer.state === 'failed' && error?.retryable === true;
  if (isWorthIt && parts.store.mails.giveBack(row.key, row.tries)) {
    parts.live.tell(row.orderId);
    throw error;
  }
  const state = writeDown(parts, row, answer);
  if (state === 'failed' && error !== undefined) throw error;
}

/** The mail, if it is for this job to hand it over. */
function takeOn(parts: MailParts, { key, tries }: MailJob): MailRow | undefined {
  const { mails } = parts.store;
  const row = mails.get(key);
  if (row === undefined) throw new Error('The shop has no such mail.');
  const wasBegun = row.tries === tries + 1;
  if (wasBegun && row.state === 'sending') return takeOver(parts, row);
  // One that failed comes back where its dead letter is tried again; one that was wanted again since is another job's.
  const isOurs = wasBegun ? mails.giveBack(key, row.tries) : row.tries === tries;
  return isOurs && mails.begin(key, parts.email.provider) ? mails.get(key) : undefined;
}

/** Who had it has died, or was held up: it is handed over again only where that cannot make two of one. */
function takeOver(parts: MailParts, row: MailRow): MailRow | undefined {
  if (keyHolds(parts, row)) {
    parts.store.mails.doubt(row.key);
    return row;
  }
  moveMail(parts, row, { state: 'unknown', by: 'restart' });
  return undefined;
}

/** Whether the provider that was asked then would know the mail again by its key. */
function keyHolds({ email }: MailParts, { provider, askedAt }: MailRow): boolean {
  const { kind, ttlHours = Infinity } = email.capabilities.idempotency;
  if (kind !== 'native' || provider !== email.provider || askedAt === undefined) return false;
  return Date.now() - askedAt.getTime() < ttlHours * 3_600_000;
}

/** What came of handing a mail over. */
interface Answer {
  readonly state: MailState;
  readonly messageId?: string;
  readonly error?: IntegrationError;
}

async function handOver(parts: MailParts, row: MailRow): Promise<Answer> {
  try {
    const { status, id } = await onBehalfOf(row.orderId, () => send(parts, row));
    return { state: status === 'refused' ? 'failed' : 'sent', messageId: id };
  } catch (error) {
    if (IntegrationError.is(error)) return { state: stateAfter[error.outcome], error };
    console.error(error);
    return { state: 'unknown' };
  }
}

const stateAfter = {
  not_applied: 'failed',
  unknown: 'unknown',
  applied: 'sent', // only the answer was lost
} as const satisfies Record<IntegrationError['outcome'], MailState>;

async function send(parts: MailParts, row: MailRow) {
  const { email, store } = parts;
  const order = store.orders.get(row.orderId);
  if (order === undefined) throw new Error('There is no order of this mail.');
  const isTraceable = email.capabilities.traits['metadata'] === true;
  const picture = order.pictureId === undefined ? undefined : store.pictures.get(order.pictureId);
  const enclosure = picture && (await enclosureOf(parts, picture));
  const message = toMessage(row, order, { ...parts, isTraceable, enclosure });
  return email.send(message, { idempotencyKey: row.key });
}

/** Writes an answer down, unless more is known by now; returns how far the mail is. */
function writeDown(parts: MailParts, row: MailRow, { state: answered, messageId }: Answer): MailState {
  const now = parts.store.mails.get(row.key) ?? row;
  if (now.tries !== row.tries || (now.state !== 'sending' && now.state !== 'unknown')) return now.state;
  // A try that did not get through says nothing about one before it, which may have.
  const state = answered === 'failed' && now.isDoubtful ? 'unknown' : answered;
  if (state !== now.state)
    moveMail(parts, row, { state, by: 'answer', ...(messageId !== undefined && { messageId }) });
  return state;
}
