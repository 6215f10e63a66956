import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { type EmailOf, email } from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client.ts';
import { driver } from './driver.ts';
import type { Outbox } from './engine/outbox.ts';
import { toFailure } from './errors.ts';
import { type OutboxEmailOptions, optionsSchema } from './options.ts';
import { inbound, webhook } from './webhook.ts';

/** The email of one outbox. */
export interface OutboxEmail extends EmailOf<typeof capabilities>, Native<Outbox> {}

/** The outbox of each instance: its pages and its operations work on the same mails. */
const outboxes = new WeakMap<Kit, Promise<Outbox>>();

const factory = defineAdapter({
  spec: 1,
  contract: email,
  capabilities,
  options: optionsSchema,
  client: (options, kit) => {
    const outbox = loadClient(options, kit);
    outboxes.set(kit, outbox);
    return outbox;
  },
  driver,
  toFailure,
  check: (outbox: Outbox) => outbox.mails(),
  close: (outbox: Outbox) => outbox.close(),
  parts: {
    webhook,
    inbound,
    pages: (_options, kit) => ({ handle: async (request) => (await outboxes.get(kit))?.respond(request) }),
  },
});

/**
 * Email without an account and without a network: mails stay in a folder, and are read in the browser.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const email = outboxEmail({ publicUrl: 'http://localhost:3000/outbox' });
 */
export function outboxEmail(options: OutboxEmailOptions = {}, setup?: Setup): OutboxEmail {
  return factory(options, setup);
}

/** What is known of the outbox without making an instance. */
outboxEmail.adapter = factory.adapter satisfies AdapterInfo;
