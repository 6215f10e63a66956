import type { Failure } from '@patchbay/core';
import type { PaymentsReason } from '@patchbay/payments';
import * as z from 'zod';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: PaymentsReason };

/** What Acme's error codes mean, each said before anything is done: https://docs.acme.example/errors (<today>). */
export const meaningByCode: Readonly<Record<string, Meaning>> = {
  WRONG_PASSWORD: { code: 'provider_auth_failed' },
  NO_PERMISSION: { code: 'provider_permission_denied' },
  FULL: { code: 'quota_exceeded', reason: 'store_full' },
  STARTING: { code: 'provider_unavailable' },
};

/** What the client throws for an error that Acme itself reports. Anything else proves nothing. */
const errorSchema = z.object({ name: z.literal('AcmeError'), code: z.string() });

/** Names an error of Acme; `undefined` for what is not Acme's own. Its message is not shown: it may quote values. */
export function toFailure(thrown: unknown): Failure | undefined {
  const error = errorSchema.safeParse(thrown).data;
  if (error === undefined) return undefined;
  const { code } = error;
  return { ...(meaningOf(code) ?? { code: 'provider_error' }), vendor: { code } };
}

/** True for an error that Acme reports before it does anything. */
export function isRefusal(thrown: unknown): boolean {
  const error = errorSchema.safeParse(thrown).data;
  return error !== undefined && meaningOf(error.code) !== undefined;
}

function meaningOf(code: string): Meaning | undefined {
  return Object.hasOwn(meaningByCode, code) ? meaningByCode[code] : undefined;
}
