import type { Setup } from '@patchbay/core';
import type { Message } from '@patchbay/email';
import { type OutboxEmailOptions, outboxEmail } from '@patchbay/email-outbox';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { isBusy } from './busy.ts';

interface PostSetup extends Omit<Setup, 'clock'> {
  readonly clock?: VirtualClock;
}

/** Where the inbox of a test is mounted. */
export const publicUrl = 'https://shop.example/outbox';

/** A short mail. */
export function letter(more: Partial<Message> = {}): Message {
  return { from: 'shop@shop.example', to: 'ada@readers.example', subject: 'A word', text: 'Hello.', ...more };
}

/** An outbox in memory (unless it is given a folder) on a virtual clock, and a look at its inbox. */
export async function openPost(
  options: OutboxEmailOptions = {},
  { clock = virtualClock({ busy: isBusy }), ...setup }: PostSetup = {},
) {
  const email = outboxEmail({ publicUrl, root: false, ...options }, { clock, ...setup });
  const outbox = await email.native();
  return {
    clock,
    email,
    outbox,
    /** Asks for a page below `publicUrl`. */
    async visit(path: string, init?: RequestInit): Promise<Response> {
      const response = await email.pages(new Request(`${publicUrl}${path}`, init));
      if (response === undefined) throw new Error(`The inbox does not answer ${path}.`);
      return response;
    },
    /** What happened so far. */
    eventTypes: async () => (await outbox.events()).map(({ type }) => type),
    [Symbol.asyncDispose]: () => email.close(),
  };
}
