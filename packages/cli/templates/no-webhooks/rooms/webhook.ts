import { DriverFailure } from '@patchbay/core';
import type { PaymentsParts } from '@patchbay/payments';

/** Acme sends no webhooks: https://docs.acme.example/events (<today>). */
export function webhook(): PaymentsParts['webhook'] {
  return {
    async verify() {
      throw new DriverFailure({ code: 'unsupported', message: 'Acme sends no webhooks.' });
    },
  };
}
