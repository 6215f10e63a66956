import { IntegrationError } from '@patchbay/core';
import { register as globalRegister } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { type DeliveryStatus, deliveryStatuses, seriesOf } from './series.ts';

/**
 * Counts a webhook by how its handling ended: `delivered`, `rejected` (not believed) or `failed` (it threw).
 *
 * @param service Name of the instance that the webhook is for: one of a few, never taken from the request.
 * @param handle Receives the webhook and does what follows from it.
 * @throws What `handle` throws.
 * @example
 * await countDelivery('payments', async () => handle(await payments.webhooks.receive(request)));
 */
export async function countDelivery<T>(
  service: string,
  handle: () => Promise<T>,
  { register = globalRegister }: PrometheusOptions = {},
): Promise<T> {
  const { deliveries } = seriesOf(register);
  for (const status of deliveryStatuses) deliveries.inc({ service, status }, 0);
  let status: DeliveryStatus = 'delivered';
  try {
    return await handle();
  } catch (error) {
    status = IntegrationError.is(error, 'webhook_rejected') ? 'rejected' : 'failed';
    throw error;
  } finally {
    deliveries.inc({ service, status });
  }
}
