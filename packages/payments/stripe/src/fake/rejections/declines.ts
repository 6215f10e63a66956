import type { RejectionRow } from './row.ts';
import { declined, pay } from './stages.ts';

const testing = 'https://docs.stripe.com/testing';
const declineCodes = 'https://docs.stripe.com/declines/codes';

/** What a bank declines. */
export const declinesRejections = [
  {
    id: 'declined',
    request: pay('pm_card_chargeDeclined'),
    ...declined,
    code: 'card_declined',
    source: testing,
    basis: 'documented',
  },
  {
    id: 'declined-funds',
    request: pay('pm_card_chargeDeclinedInsufficientFunds'),
    ...declined,
    code: 'card_declined',
    source: testing,
    basis: 'documented',
  },
  {
    id: 'declined-lost',
    request: pay('pm_card_chargeDeclinedLostCard'),
    ...declined,
    code: 'card_declined',
    source: declineCodes,
    basis: 'documented',
  },
  {
    id: 'declined-stolen',
    request: pay('pm_card_chargeDeclinedStolenCard'),
    ...declined,
    code: 'card_declined',
    source: declineCodes,
    basis: 'documented',
  },
  {
    id: 'declined-expired',
    request: pay('pm_card_chargeDeclinedExpiredCard'),
    ...declined,
    code: 'expired_card',
    source: testing,
    basis: 'documented',
  },
  {
    id: 'declined-cvc',
    request: pay('pm_card_chargeDeclinedIncorrectCvc'),
    ...declined,
    code: 'incorrect_cvc',
    source: testing,
    basis: 'documented',
  },
  {
    id: 'declined-processing',
    request: pay('pm_card_chargeDeclinedProcessingError'),
    ...declined,
    code: 'processing_error',
    source: testing,
    basis: 'documented',
  },
  {
    id: 'declined-off-session',
    request: pay('pm_card_authenticationRequired', { off_session: 'true' }),
    ...declined,
    code: 'authentication_required',
    source: declineCodes,
    basis: 'documented',
  },
  {
    id: 'action-refused',
    request: pay('pm_card_threeDSecure2Required', { error_on_requires_action: 'true' }),
    ...declined,
    code: 'authentication_required',
    source: 'stripe@23.1.0 esm/resources/PaymentIntents.d.ts: error_on_requires_action',
    basis: 'inferred',
  },
] as const satisfies readonly RejectionRow[];
