import { IntegrationError } from '@patchbay/core';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { EmailEvent } from '@patchbay/email';
import type { EmailSubject } from '@patchbay/email/conformance';
import { replace } from '../broken.ts';
import type { EmailDefect } from './broken.ts';

type Change = (webhook: RawWebhook, subject: EmailSubject) => Promise<RawWebhook>;

/** What is verified is another webhook than the one that came. */
export function before(change: Change): EmailDefect {
  return {
    facade: (email, subject) =>
      replace(email, 'webhooks.receive', (original) => async (input) => {
        // The cases hand over raw parts, or a Request that is left alone.
        return original(input instanceof Request ? input : await change(input as RawWebhook, subject));
      }),
  };
}

/** What is handed out are other events than those that were verified. */
export function after(change: (events: readonly EmailEvent[]) => readonly object[]): EmailDefect {
  return {
    facade: (email) =>
      replace(
        email,
        'webhooks.receive',
        (original) => async (input) => change((await original(input)) as readonly EmailEvent[]),
      ),
  };
}

export function events(change: (event: EmailEvent) => object): EmailDefect {
  return after((all) => all.map(change));
}

/** A refusal for one reason is no refusal. */
export function unless(reason: string): EmailDefect {
  return {
    facade: (email) =>
      replace(email, 'webhooks.receive', (original) => async (input) => {
        try {
          return await original(input);
        } catch (error) {
          if (IntegrationError.is(error, 'webhook_rejected', reason)) return [];
          throw error;
        }
      }),
  };
}

export function signed(webhooks: EmailSubject['webhooks'], body: Uint8Array): Promise<RawWebhook> {
  if (webhooks === undefined) throw new Error('There are no webhooks to sign.');
  return webhooks.sign(body);
}

export function isSigned({ headers }: RawWebhook): boolean {
  return [...headers.keys()].some((name) => name.endsWith('signature'));
}

export function again(body: Uint8Array): Uint8Array {
  try {
    return new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
  } catch {
    return body;
  }
}
