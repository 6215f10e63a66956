import { type CallOptions, IntegrationError } from '@patchbay/core';
import type { EmailApi } from './api.ts';
import type { Message } from './message.ts';
import type { Receipt } from './receipt.ts';

/** What became of one of many mails. */
export type SendResult =
  | { readonly index: number; readonly ok: true; readonly receipt: Receipt }
  | { readonly index: number; readonly ok: false; readonly error: IntegrationError };

/** Call options of `sendMany`: each mail is a call of its own. */
export interface SendManyOptions extends CallOptions {
  /** Mails in flight at a time. Default: 8. */
  readonly concurrency?: number;
}

/**
 * Sends mails one by one, several at a time, and yields what became of each as soon as it is known. A mail that fails
 * never stops the others. Mails are taken from the source only as there is room; after an abort none is. What the
 * source throws comes through, after the results of the mails that it gave before.
 */
export async function* sendMany(
  send: EmailApi['send'],
  messages: Iterable<Message> | AsyncIterable<Message>,
  { concurrency = 8, idempotencyKey, ...options }: SendManyOptions = {},
): AsyncGenerator<SendResult, void, undefined> {
  const room = Math.max(1, Math.floor(concurrency) || 1);
  const iterator = iteratorOf(messages);
  const running = new Map<number, Promise<SendResult>>();
  let taken: Promise<Taken> | undefined;
  let end: Exclude<Taken, { readonly message: Message }> | undefined;
  try {
    for (let index = 0; ; ) {
      if (end === undefined && running.size < room) taken ??= take(iterator, options.signal);
      if (taken === undefined && running.size === 0) break;
      const news = await Promise.race([...(taken === undefined ? [] : [taken]), ...running.values()]);
      if ('index' in news) {
        running.delete(news.index);
        yield news;
        continue;
      }
      taken = undefined;
      if ('message' in news) {
        const key = idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}:${index}` };
        running.set(index, sendOne(send, news.message, index, { ...options, ...key }));
        index += 1;
      } else end = news;
    }
  } finally {
    void letGo(iterator);
  }
  if (end !== undefined && 'error' in end) throw end.error;
}

type Mails = Iterator<Message> | AsyncIterator<Message>;

/** The next mail of the source, or its end: there is no more, the caller gave up, or the source threw. */
type Taken = { readonly message: Message } | { readonly ended: true } | { readonly error: unknown };

function take(iterator: Mails, signal: AbortSignal | undefined): Promise<Taken> {
  return new Promise((resolve) => {
    const giveUp = (): void => resolve({ ended: true });
    if (signal?.aborted) return giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    void nextOf(iterator)
      .catch((error: unknown): Taken => ({ error }))
      .then(resolve)
      .finally(() => signal?.removeEventListener('abort', giveUp));
  });
}

async function nextOf(iterator: Mails): Promise<Taken> {
  const step = await iterator.next();
  return step.done ? { ended: true } : { message: step.value };
}

/** Tells a source that is left early; it may hang, so nobody waits for it. */
async function letGo(iterator: Mails): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // What it throws now concerns nobody.
  }
}

function iteratorOf(messages: Iterable<Message> | AsyncIterable<Message>): Mails {
  return Symbol.asyncIterator in messages ? messages[Symbol.asyncIterator]() : messages[Symbol.iterator]();
}

async function sendOne(
  send: EmailApi['send'],
  message: Message,
  index: number,
  options: CallOptions,
): Promise<SendResult> {
  try {
    return { index, ok: true, receipt: await send(message, options) };
  } catch (error) {
    if (!IntegrationError.is(error)) throw error; // facades throw nothing else
    return { index, ok: false, error };
  }
}
