import type { FailureRecord } from './records.ts';

/** What the bank does with a test method. */
export type TestEffect =
  | { readonly kind: 'succeeds' | 'authenticates' | 'processes' | 'is_disputed' | 'refund_fails' }
  | { readonly kind: 'declines'; readonly failure: FailureRecord };

/** One row of the table that drives the API, the hosted page and the documentation. */
export interface TestMethod {
  /** Payment method id that the API takes. */
  readonly id: string;
  /** What the payer sees. */
  readonly label: string;
  /** What happens, in one sentence. */
  readonly hint: string;
  readonly type: 'card' | 'bank_account';
  readonly brand: string;
  readonly last4: string;
  readonly effect: TestEffect;
}

interface DeclineRow extends Pick<FailureRecord, 'reason' | 'retry' | 'message'> {
  readonly id: string;
  readonly label: string;
  readonly last4: string;
}

const declines: readonly DeclineRow[] = [
  {
    id: 'pm_declined',
    label: 'Declined',
    last4: '0002',
    reason: 'card_declined',
    retry: 'new_method',
    message: 'The card was declined.',
  },
  {
    id: 'pm_insufficient_funds',
    label: 'Insufficient funds',
    last4: '9995',
    reason: 'insufficient_funds',
    retry: 'same_method_later',
    message: 'The card has insufficient funds.',
  },
  {
    id: 'pm_expired_card',
    label: 'Expired card',
    last4: '0069',
    reason: 'expired_card',
    retry: 'new_method',
    message: 'The card has expired.',
  },
  {
    id: 'pm_incorrect_cvc',
    label: 'Wrong security code',
    last4: '0127',
    reason: 'incorrect_cvc',
    retry: 'new_method',
    message: 'The security code is wrong.',
  },
  {
    id: 'pm_lost_card',
    label: 'Lost card',
    last4: '9987',
    reason: 'lost_or_stolen',
    retry: 'never',
    message: 'The card was declined.',
  },
  {
    id: 'pm_suspected_fraud',
    label: 'Suspected fraud',
    last4: '0019',
    reason: 'suspected_fraud',
    retry: 'never',
    message: 'The card was declined.',
  },
  {
    id: 'pm_do_not_honor',
    label: 'Bank says no',
    last4: '0028',
    reason: 'do_not_honor',
    retry: 'new_method',
    message: 'The bank refused the payment.',
  },
  {
    id: 'pm_limit_exceeded',
    label: 'Over the limit',
    last4: '6975',
    reason: 'limit_exceeded',
    retry: 'same_method_later',
    message: 'The card is over its limit.',
  },
  {
    id: 'pm_not_permitted',
    label: 'Not permitted',
    last4: '0036',
    reason: 'not_permitted',
    retry: 'new_method',
    message: 'The card may not pay for this.',
  },
  {
    id: 'pm_invalid_number',
    label: 'Wrong number',
    last4: '4241',
    reason: 'invalid_number',
    retry: 'new_method',
    message: 'The card number is wrong.',
  },
  {
    id: 'pm_incorrect_address',
    label: 'Wrong address',
    last4: '0044',
    reason: 'incorrect_address',
    retry: 'new_method',
    message: 'The address does not match the card.',
  },
  {
    id: 'pm_currency_not_supported',
    label: 'Currency not supported',
    last4: '0051',
    reason: 'currency_not_supported',
    retry: 'new_method',
    message: 'The card does not take this currency.',
  },
  {
    id: 'pm_issuer_unavailable',
    label: 'Bank cannot be reached',
    last4: '0077',
    reason: 'issuer_unavailable',
    retry: 'same_method_later',
    message: 'The bank cannot be reached.',
  },
  {
    id: 'pm_processing_error',
    label: 'Processing error',
    last4: '0119',
    reason: 'processing_error',
    retry: 'same_method_later',
    message: 'The payment could not be processed.',
  },
];

const card = { type: 'card', brand: 'Test card' } as const;

/** Every test payment method of the sandbox. */
export const testMethods: readonly TestMethod[] = [
  {
    ...card,
    id: 'pm_success',
    label: 'Success',
    hint: 'Pays at once.',
    last4: '4242',
    effect: { kind: 'succeeds' },
  },
  {
    ...card,
    id: 'pm_authenticate',
    label: '3-D Secure',
    hint: 'Asks you to approve the payment first.',
    last4: '3220',
    effect: { kind: 'authenticates' },
  },
  {
    type: 'bank_account',
    brand: 'Test bank',
    id: 'pm_processing',
    label: 'Processing',
    hint: 'The bank answers later: open this page again to answer for it.',
    last4: '6789',
    effect: { kind: 'processes' },
  },
  {
    ...card,
    id: 'pm_disputed',
    label: 'Success, then a dispute',
    hint: 'Pays; then the payer wants the money back.',
    last4: '0259',
    effect: { kind: 'is_disputed' },
  },
  {
    ...card,
    id: 'pm_refund_fails',
    label: 'Success, refunds fail',
    hint: 'Pays; the bank sends refunds back.',
    last4: '5126',
    effect: { kind: 'refund_fails' },
  },
  ...declines.map(toTestMethod),
];

function toTestMethod({ id, label, last4, ...failure }: DeclineRow): TestMethod {
  const effect = { kind: 'declines', failure: { ...failure, vendorCode: id.replace('pm_', '') } } as const;
  return { ...card, id, label, hint: failure.message, last4, effect };
}

const byId: ReadonlyMap<string, TestMethod> = new Map(testMethods.map((method) => [method.id, method]));

/** The test method of an id, if it is one. */
export function testMethodOf(id: string): TestMethod | undefined {
  return byId.get(id);
}

/** The payer is needed and is not there. */
export const authenticationRequired: FailureRecord = {
  reason: 'authentication_required',
  retry: 'authenticate',
  vendorCode: 'authentication_required',
  message: 'The bank asks the payer to authenticate.',
};

/** The payer refused on the 3-D Secure page. */
export const authenticationFailed: FailureRecord = {
  reason: 'authentication_failed',
  retry: 'new_method',
  vendorCode: 'authentication_failed',
  message: 'The payment was not approved.',
};

/** The bank said no after all. */
export const processingFailed: FailureRecord = {
  reason: 'processing_error',
  retry: 'new_method',
  vendorCode: 'processing_failed',
  message: 'The bank refused the payment after all.',
};
