/** What a bank answers: https://docs.stripe.com/declines/codes (2026-11-22). */
export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly advice: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data';
  readonly message: string;
}

/** A test card or test bank account: how payments with it behave. */
export interface TestMethod {
  /** Names under which the API takes it. */
  readonly names: readonly string[];
  /** Number that the hosted page takes. */
  readonly number: string;
  readonly label: string;
  readonly brand?: 'mastercard' | 'amex';
  readonly decline?: Decline;
  /** When 3-D Secure is demanded: on every payment, or until a setup for off-session use succeeded. */
  readonly authentication?: 'always' | 'until_set_up';
  /** True if the card is declined only when it is charged: saving it works. */
  readonly savable?: boolean;
  readonly dispute?: { readonly reason: string; readonly inquiry: boolean };
  readonly refunds?: 'pending' | 'fail_later';
  /** A bank debit: payments with it are `processing` until `finishProcessing`. */
  readonly bank?: boolean;
}

const declined = 'Your card was declined.';
const declines = {
  generic: {
    code: 'card_declined',
    declineCode: 'generic_decline',
    advice: 'try_again_later',
    message: declined,
  },
  lost: { code: 'card_declined', declineCode: 'lost_card', advice: 'do_not_try_again', message: declined },
  stolen: {
    code: 'card_declined',
    declineCode: 'stolen_card',
    advice: 'do_not_try_again',
    message: declined,
  },
  fraud: { code: 'card_declined', declineCode: 'fraudulent', advice: 'do_not_try_again', message: declined },
  velocity: {
    code: 'card_declined',
    declineCode: 'card_velocity_exceeded',
    advice: 'try_again_later',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  },
  funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    advice: 'try_again_later',
    message: 'Your card has insufficient funds.',
  },
  expired: {
    code: 'expired_card',
    declineCode: 'expired_card',
    advice: 'do_not_try_again',
    message: 'Your card has expired.',
  },
  cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    advice: 'confirm_card_data',
    message: "Your card's security code is incorrect.",
  },
  processing: {
    code: 'processing_error',
    declineCode: 'processing_error',
    advice: 'try_again_later',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
} as const satisfies Record<string, Decline>;

/** The card asks for 3-D Secure and nobody is there to answer. */
export const authenticationRequired: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  advice: 'try_again_later',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** From https://docs.stripe.com/testing?testing-method=payment-methods (2026-11-22). */
export const testMethods: readonly TestMethod[] = [
  { number: '4242424242424242', names: ['pm_card_visa', 'tok_visa'], label: 'Visa: succeeds' },
  {
    number: '5555555555554444',
    names: ['pm_card_mastercard', 'tok_mastercard'],
    brand: 'mastercard',
    label: 'Mastercard: succeeds',
  },
  {
    number: '378282246310005',
    names: ['pm_card_amex', 'tok_amex'],
    brand: 'amex',
    label: 'American Express: succeeds',
  },
  {
    number: '4000000000000002',
    names: ['pm_card_chargeDeclined', 'pm_card_visa_chargeDeclined', 'tok_chargeDeclined'],
    decline: declines.generic,
    label: 'Declined',
  },
  {
    number: '4000000000009995',
    decline: declines.funds,
    label: 'Declined: insufficient funds',
    names: ['pm_card_chargeDeclinedInsufficientFunds', 'pm_card_visa_chargeDeclinedInsufficientFunds'],
  },
  {
    number: '4000000000009987',
    decline: declines.lost,
    label: 'Declined: lost card',
    names: ['pm_card_chargeDeclinedLostCard', 'pm_card_visa_chargeDeclinedLostCard'],
  },
  {
    number: '4000000000009979',
    decline: declines.stolen,
    label: 'Declined: stolen card',
    names: ['pm_card_chargeDeclinedStolenCard', 'pm_card_visa_chargeDeclinedStolenCard'],
  },
  {
    number: '4000000000000069',
    names: ['pm_card_chargeDeclinedExpiredCard'],
    decline: declines.expired,
    label: 'Declined: expired card',
  },
  {
    number: '4000000000000127',
    names: ['pm_card_chargeDeclinedIncorrectCvc'],
    decline: declines.cvc,
    label: 'Declined: wrong security code',
  },
  {
    number: '4000000000000119',
    names: ['pm_card_chargeDeclinedProcessingError'],
    decline: declines.processing,
    label: 'Declined: processing error',
  },
  {
    number: '4000000000006975',
    names: ['pm_card_visa_chargeDeclinedVelocityLimitExceeded'],
    decline: declines.velocity,
    label: 'Declined: too many attempts',
  },
  {
    number: '4100000000000019',
    names: ['pm_card_radarBlock'],
    decline: declines.fraud,
    label: 'Blocked as fraud',
  },
  {
    number: '4000000000000341',
    names: ['pm_card_chargeCustomerFail'],
    decline: declines.generic,
    savable: true,
    label: 'Can be saved, declined when charged',
  },
  {
    number: '4000000000003220',
    names: ['pm_card_threeDSecure2Required'],
    authentication: 'always',
    label: '3-D Secure 2 required',
  },
  {
    number: '4000002760003184',
    names: ['pm_card_authenticationRequired'],
    authentication: 'always',
    label: '3-D Secure on every payment',
  },
  {
    number: '4000002500003155',
    authentication: 'until_set_up',
    label: '3-D Secure unless saved before',
    names: ['pm_card_authenticationRequiredOnSetup', 'pm_card_authenticationRequiredSetupForOffSession'],
  },
  {
    number: '4000008400001629',
    names: ['pm_card_threeDSecureRequiredChargeDeclined'],
    authentication: 'always',
    decline: declines.generic,
    label: '3-D Secure, then declined',
  },
  {
    number: '4000000000000259',
    names: ['pm_card_createDispute'],
    label: 'Succeeds, then disputed',
    dispute: { reason: 'fraudulent', inquiry: false },
  },
  {
    number: '4000000000002685',
    names: ['pm_card_createDisputeProductNotReceived'],
    label: 'Succeeds, then disputed: not received',
    dispute: { reason: 'product_not_received', inquiry: false },
  },
  {
    number: '4000000000001976',
    names: ['pm_card_createDisputeInquiry'],
    label: 'Succeeds, then an inquiry',
    dispute: { reason: 'fraudulent', inquiry: true },
  },
  {
    number: '4000000000007726',
    names: ['pm_card_pendingRefund'],
    refunds: 'pending',
    label: 'Refunds stay pending',
  },
  {
    number: '4000000000005126',
    names: ['pm_card_refundFail'],
    refunds: 'fail_later',
    label: 'Refunds fail later',
  },
  {
    number: '000123456789',
    names: ['pm_usBankAccount', 'pm_usBankAccount_success'],
    bank: true,
    label: 'US bank account: processing',
  },
];

export function methodNamed(name: string): TestMethod | undefined {
  return testMethods.find((method) => method.names.includes(name));
}

export function methodNumbered(number: string): TestMethod | undefined {
  const digits = number.replaceAll(/[\s-]/g, '');
  return testMethods.find((method) => method.number === digits);
}
