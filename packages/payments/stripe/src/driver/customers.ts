import { type Call, IntegrationError } from '@patchbay/core';
import type Stripe from 'stripe';
import { withAttempt } from '../client.ts';
import { expectObject } from '../response/shared.ts';

/**
 * When our own lost try deleted the customer, the next one does not find it: Stripe still tells that it was deleted.
 */
export async function deleteCustomer(customers: Stripe['customers'], id: string, call: Call): Promise<void> {
  try {
    await call.step('delete', 'natural', async (attempt) =>
      expectObject('customer', await customers.del(id, {}, withAttempt(attempt))),
    );
  } catch (error) {
    if (!IntegrationError.is(error, 'not_found') || error.outcome === 'not_applied') throw error;
    const customer = await call.step('read', 'safe', async (attempt) =>
      expectObject('customer', await customers.retrieve(id, {}, withAttempt(attempt))),
    );
    if (!customer.deleted) throw error;
  }
}
