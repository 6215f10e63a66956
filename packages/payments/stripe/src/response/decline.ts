import type { PaymentFailure } from '@patchbay/payments';
import { reasonByCode, retryByReason } from '../errors/declines.ts';

/** The fields of a refusal that tell why. */
interface Decline {
  readonly code?: string;
  readonly decline_code?: string;
  readonly message?: string;
}

/** Why the bank refused. The bank's own code says more than Stripe's. */
export function fromDecline({ code, decline_code: declineCode, message }: Decline): PaymentFailure {
  const known = [declineCode, code].find(
    (candidate) => candidate !== undefined && Object.hasOwn(reasonByCode, candidate),
  );
  const reason = reasonByCode[known ?? ''] ?? 'card_declined';
  const vendorCode = declineCode || code;
  return {
    reason,
    retry: retryByReason[reason],
    message: message ?? 'The payment was declined.',
    ...(vendorCode && { vendorCode }),
  };
}
