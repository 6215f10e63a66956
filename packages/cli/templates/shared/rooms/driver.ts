import { type Driver, DriverFailure } from '@patchbay/core';
import type { PaymentsApi } from '@patchbay/payments';
import type { capabilities } from './capabilities.ts';
import type { AcmeClient } from './client.ts';
// only: store
import type { AcmePaymentsOptions } from './options.ts';
// all

// only: http
/** Acme's calls, operation by operation: `async (input, call) => fromX(await client.json(toX(input), call))`. */
// only: store
/** Acme's commands, operation by operation: `async (input, call) => fromX(await client.run(toX(input), call))`. */
// all
export function driver(
  _client: AcmeClient,
  // only: store
  _options: AcmePaymentsOptions,
  // all
): Driver<PaymentsApi, typeof capabilities> {
  return {
    // <operations: unwritten>
  };
}

/** Stands where code is missing. Delete it with its last use. */
function unwritten(operation: string): () => Promise<never> {
  // only: http
  const message =
    `payments.${operation} is not written. Write it in src/driver.ts, what it sends in src/request.ts and what it ` +
    'reads in src/response.ts; or, if Acme has no such thing, declare it false in src/capabilities.ts.';
  // only: store
  const message =
    `payments.${operation} is not written. Write it in src/driver.ts, and how Acme is asked in src/client.ts; or, if ` +
    'Acme has no such thing, declare it false in src/capabilities.ts.';
  // all
  return async () => {
    throw new DriverFailure({ code: 'internal', message });
  };
}
