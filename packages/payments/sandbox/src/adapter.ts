import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { type PaymentsOf, payments } from '@patchbay/payments';
import { capabilities } from './capabilities.ts';
import { driver } from './driver.ts';
import { Sandbox } from './engine/sandbox.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type SandboxPaymentsOptions, settingsOf } from './options.ts';
import { webhook } from './webhook.ts';

/** The payments of one sandbox account. */
export interface SandboxPayments extends PaymentsOf<typeof capabilities>, Native<Sandbox> {}

/** The account of each instance: its pages and its operations work on the same books. */
const accounts = new WeakMap<Kit, Promise<Sandbox>>();

const factory = defineAdapter({
  spec: 1,
  contract: payments,
  capabilities,
  options: optionsSchema,
  client: (options, kit) => {
    const account = Sandbox.open(settingsOf(options), kit);
    accounts.set(kit, account);
    return account;
  },
  driver,
  toFailure,
  check: (sandbox: Sandbox) => sandbox.books(),
  mode: () => 'test',
  close: (sandbox: Sandbox) => sandbox.close(),
  parts: {
    webhook,
    pages: (_options, kit) => ({ handle: async (request) => (await accounts.get(kit))?.respond(request) }),
  },
});

/**
 * Payments without an account and without a network: for development, tests and demos. Refuses production.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const payments = sandboxPayments({ webhookUrl: 'http://localhost:3000/webhooks/payments' });
 */
export function sandboxPayments(options: SandboxPaymentsOptions = {}, setup?: Setup): SandboxPayments {
  return factory(options, setup);
}

/** What is known of the sandbox without making an instance. */
sandboxPayments.adapter = factory.adapter satisfies AdapterInfo;
