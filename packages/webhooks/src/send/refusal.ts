import { type ErrorCode, IntegrationError, type Problem } from '@patchbay/core';

/** What is refused, and why. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly reason?: string;
  readonly message: string;
  readonly hint?: string;
  readonly problems?: readonly Problem[];
}

/** The error of something that was not begun. */
export function refuse(operation: string, refusal: Refusal): IntegrationError {
  return new IntegrationError({
    ...refusal,
    outcome: 'not_applied',
    category: 'webhooks',
    operation: `webhooks.${operation}`,
  });
}
