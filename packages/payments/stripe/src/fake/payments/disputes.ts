import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, mergeMetadata } from '../account.ts';
import { invalidRequest, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { boolean, clearable, metadata, object, text, unsimulated } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { snapshot } from '../protocol/wire.ts';

const collection = '/v1/disputes';
const evidenceNames = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;
type EvidenceName = (typeof evidenceNames)[number];
const updateDispute = {
  evidence: object({
    ...recordOf(() => clearable(text(20_000))),
    ...unsimulated('enhanced_evidence', 'appeal'),
  }),
  metadata: metadata(),
  submit: boolean(),
  ...unsimulated('intended_submission_method'),
};
const closed = ['won', 'lost', 'warning_closed', 'prevented'];

/** https://docs.stripe.com/api/disputes */
export const disputeRoutes: readonly Route[] = [
  route(
    'GET',
    collection,
    { ...pagination, ...created, charge: text(), payment_intent: text() },
    (input, { account }) =>
      listOf(
        account.tables.disputes,
        collection,
        input,
        (dispute) =>
          (input.charge === undefined || dispute.charge === input.charge) &&
          (input.payment_intent === undefined || dispute.payment_intent === input.payment_intent) &&
          (input.created === undefined || input.created(dispute.created)),
      ),
  ),
  route('GET', `${collection}/:id`, {}, (_input, call) => disputeOf(call)),
  route('POST', `${collection}/:id`, updateDispute, (input, call) =>
    update(call.account, disputeOf(call), input),
  ),
  route('POST', `${collection}/:id/close`, {}, (_input, call) => {
    const dispute = disputeOf(call);
    checkOpen(dispute);
    close(call.account, dispute, 'lost');
    return dispute;
  }),
];

/** A cardholder disputes a charge; an inquiry asks first and takes no money. */
export function openDispute(
  account: Account,
  charge: Stripe.Charge,
  { reason, inquiry }: { readonly reason: string; readonly inquiry: boolean },
): void {
  const dispute = newDispute(account, charge, reason, inquiry);
  account.tables.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  account.emit('charge.dispute.created', dispute);
  if (!inquiry) account.emit('charge.dispute.funds_withdrawn', dispute);
}

/** The bank decides. */
export function close(account: Account, dispute: Stripe.Dispute, result: 'won' | 'lost'): void {
  const before = snapshot(dispute);
  const inquiry = dispute.status.startsWith('warning_');
  dispute.status = inquiry && result === 'won' ? 'warning_closed' : result;
  dispute.is_charge_refundable = result === 'won';
  account.emit('charge.dispute.closed', dispute, before);
  if (result === 'won' && !inquiry) account.emit('charge.dispute.funds_reinstated', dispute);
}

function newDispute(
  account: Account,
  charge: Stripe.Charge,
  reason: string,
  inquiry: boolean,
): Stripe.Dispute {
  return {
    id: account.id('du'),
    object: 'dispute',
    amount: charge.amount_captured,
    balance_transactions: [],
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...recordOf(() => null), enhanced_evidence: {} },
    evidence_details: {
      due_by: account.now() + 7 * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: '10',
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: 'visa',
        network_reason_code: '10',
      },
    },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
}

function disputeOf({ account, id }: Call): Stripe.Dispute {
  return find(account.tables.disputes, 'dispute', id);
}

function update(
  account: Account,
  dispute: Stripe.Dispute,
  input: Input<typeof updateDispute>,
): Stripe.Dispute {
  checkOpen(dispute);
  if (input.evidence !== undefined && dispute.status.endsWith('under_review')) {
    throw wrongState('Evidence was already submitted for this dispute, and can no longer be changed.');
  }
  const before = snapshot(dispute);
  for (const name of evidenceNames) {
    const value = input.evidence?.[name];
    if (value !== undefined) dispute.evidence[name] = value;
  }
  if (input.metadata !== undefined) dispute.metadata = mergeMetadata(dispute.metadata, input.metadata);
  dispute.evidence_details.has_evidence = evidenceNames.some((name) => dispute.evidence[name] !== null);
  // Evidence is submitted at once unless the request stages it: https://docs.stripe.com/api/disputes/update
  if (input.submit ?? input.evidence !== undefined) submit(dispute);
  account.emit('charge.dispute.updated', dispute, before);
  judge(account, dispute);
  return dispute;
}

function submit(dispute: Stripe.Dispute): void {
  if (!dispute.evidence_details.has_evidence) {
    throw invalidRequest('You must provide evidence before you can submit it.', { param: 'submit' });
  }
  dispute.evidence_details.submission_count += 1;
  dispute.evidence_details.submission_method = 'manual';
  dispute.status = dispute.status.startsWith('warning_') ? 'warning_under_review' : 'under_review';
}

/** The magic words of https://docs.stripe.com/testing#evidence (2026-11-22) decide a dispute at once. */
function judge(account: Account, dispute: Stripe.Dispute): void {
  if (!dispute.status.endsWith('under_review')) return;
  if (dispute.evidence.uncategorized_text === 'winning_evidence') close(account, dispute, 'won');
  if (dispute.evidence.uncategorized_text === 'losing_evidence') close(account, dispute, 'lost');
}

function checkOpen(dispute: Stripe.Dispute): void {
  if (closed.includes(dispute.status)) throw wrongState('This dispute is already closed.');
}

function recordOf<V>(make: () => V): Record<EvidenceName, V> {
  return Object.fromEntries(evidenceNames.map((name) => [name, make()])) as Record<EvidenceName, V>;
}
