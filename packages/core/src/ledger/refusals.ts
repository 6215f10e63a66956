import type { ErrorCode, Outcome } from '../codes.ts';
import { type ErrorDetails, IntegrationError } from '../error.ts';
import type { Integration } from '../integration.ts';

/** Why a ledger does not make a write. */
const refusals = {
  mismatch: {
    code: 'idempotency_mismatch',
    outcome: 'not_applied',
    message: 'This idempotency key was used for another input.',
  },
  under_way: {
    code: 'conflict',
    outcome: 'unknown',
    message: 'Another call under this idempotency key may still be under way.',
  },
  lost: {
    code: 'already_exists',
    outcome: 'applied',
    message: 'The write under this idempotency key had its effect; its answer was lost.',
    hint: 'Read what it made at the provider.',
  },
  aborted: { code: 'aborted', outcome: 'unknown', message: 'The caller’s signal was aborted.' },
  late: {
    code: 'timeout',
    reason: 'deadline',
    outcome: 'unknown',
    message: 'The call took longer than its deadline.',
  },
  unheard: {
    code: 'timeout',
    reason: 'deadline',
    outcome: 'unknown',
    message:
      'The memory of the ledger did not answer in time: this call did nothing, an earlier one under its key may have.',
    hint: 'Call again under the same key once the memory answers.',
  },
  memory: {
    code: 'internal',
    outcome: 'unknown',
    message: 'The memory of the ledger failed: this call did nothing, an earlier one under its key may have.',
    hint: 'Call again under the same key once the memory works; `unwrap(error)` is what it failed with.',
  },
  unresolved: {
    code: 'conflict',
    outcome: 'unknown',
    retryable: false,
    message: 'An earlier call under this idempotency key may have had its effect, and nobody knows.',
    hint: 'Wait for the provider’s webhook, or look there and call `ledger.settle`.',
  },
} as const satisfies Record<
  string,
  {
    code: ErrorCode;
    reason?: string;
    outcome: Outcome;
    message: string;
    hint?: string;
    retryable?: boolean;
  }
>;

export type Refusal = keyof typeof refusals;

/** The error of a write that is not made; `known` is what it says beside that. */
export function refusal(
  { category, provider, name }: Integration,
  operation: string,
  why: Refusal,
  known: Partial<ErrorDetails> = {},
  raw?: unknown,
): IntegrationError {
  const whose = { category, provider, integration: name, operation: `${category}.${operation}` };
  return new IntegrationError({ ...refusals[why], ...whose, ...known }, raw);
}
