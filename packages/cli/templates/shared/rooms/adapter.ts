import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type PaymentsOf, payments } from '@patchbay/payments';
import { capabilities } from './capabilities.ts';
import { type AcmeClient, loadClient } from './client.ts';
import { driver } from './driver.ts';
import { toFailure } from './errors.ts';
// only: auth
import { flow } from './flow.ts';
// all
import { type AcmePaymentsOptions, optionsSchema } from './options.ts';
// only: storage
import { urlOf } from './url.ts';
// only: payments email
import { webhook } from './webhook.ts';
// all

/** The category `payments` through Acme, and its client by `native()`. */
export interface AcmePayments extends PaymentsOf<typeof capabilities>, Native<AcmeClient> {}

/**
 * Makes an instance of Acme. Nothing is loaded or requested before the first call.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://docs.acme.example/api
 * @example
 * const payments = acmePayments(options);
 * await payments.check();
 */
export const acmePayments: AdapterFactory<AcmePaymentsOptions, AcmePayments> = defineAdapter({
  spec: 1,
  contract: payments,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  // only: payments email
  parts: { webhook },
  // only: storage
  parts: { url: urlOf },
  // only: auth
  parts: { flow },
  // all
  // One cheap, authenticated, harmless read.
  // only: http
  check: (client, attempt) => client.json({ method: 'GET', path: '/v1/account' }, attempt),
  // only: store
  check: (client, attempt) => client.run(['PING'], attempt),
  close: (client) => client.close(),
  // all
});
