import type { Failure } from '@patchbay/core';
import type { PaymentsReason } from '@patchbay/payments';
import * as z from 'zod';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: PaymentsReason };

/** What Acme's error codes mean: https://docs.acme.example/errors (<today>). */
export const meaningByCode: Readonly<Record<string, Meaning>> = {
  // only: payments
  key_in_flight: { code: 'conflict', reason: 'key_in_flight' },
  key_reused: { code: 'idempotency_mismatch', reason: 'key_reused' },
  // all
};

/** For a code that the table does not have. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  400: { code: 'invalid_request' },
  401: { code: 'provider_auth_failed' },
  403: { code: 'provider_permission_denied' },
  404: { code: 'not_found' },
  409: { code: 'conflict' },
  413: { code: 'payload_too_large' },
  429: { code: 'rate_limited' },
  500: { code: 'provider_error' },
  502: { code: 'provider_unavailable' },
  503: { code: 'provider_unavailable' },
  504: { code: 'provider_unavailable' },
};

/** Acme's own envelope. Anything else with this status is a proxy's page, and proves nothing. */
const refusalSchema = z.object({
  status: z.number(),
  body: z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) }),
});

/** Names a refusal of Acme; `undefined` for what is not Acme's own answer. */
export function toFailure(thrown: unknown): Failure | undefined {
  const refusal = refusalSchema.safeParse(thrown).data;
  if (refusal === undefined) return undefined;
  const { status, body } = refusal;
  const { code, message } = body.error;
  const known = Object.hasOwn(meaningByCode, code) ? meaningByCode[code] : undefined;
  const meaning = known ?? meaningByStatus[status] ?? { code: 'unknown' };
  return { ...meaning, vendor: { status, code, message } };
}
