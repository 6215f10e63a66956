import { type Driver, DriverFailure } from '@patchbay/core';
import type { PaymentsApi } from '@patchbay/payments';
import type { capabilities } from './capabilities.ts';
import type { AcmeClient } from './client.ts';

/** Acme's calls, operation by operation: `async (input, call) => fromX(await client.json(toX(input), call))`. */
export function driver(_client: AcmeClient): Driver<PaymentsApi, typeof capabilities> {
  return {
    // <operations: unwritten>
  };
}

/** Stands where code is missing. Delete it with its last use. */
function unwritten(operation: string): () => Promise<never> {
  const message =
    `payments.${operation} is not written. Write it in src/driver.ts, what it sends in src/request.ts and what it ` +
    'reads in src/response.ts; or, if Acme has no such thing, declare it false in src/capabilities.ts.';
  return async () => {
    throw new DriverFailure({ code: 'internal', message });
  };
}
