import type { NextAction } from '@patchbay/payments';
import type Stripe from 'stripe';

/** Pages of Stripe or of the payer's wallet: the payer is sent there. */
const redirects: Readonly<Record<string, string>> = {
  redirect_to_url: 'url',
  alipay_handle_redirect: 'url',
  cashapp_handle_redirect_or_display_qr_code: 'hosted_instructions_url',
  swish_handle_redirect_or_display_qr_code: 'hosted_instructions_url',
  upi_handle_redirect_or_display_qr_code: 'hosted_instructions_url',
  verify_with_microdeposits: 'hosted_verification_url',
} satisfies Partial<Record<keyof Stripe.PaymentIntent.NextAction, string>>;

type Kind = Extract<NextAction, { readonly type: 'display' }>['kind'];

/** Things to show to the payer. */
const displays: Readonly<Record<string, Kind>> = {
  boleto_display_details: 'voucher',
  konbini_display_details: 'voucher',
  multibanco_display_details: 'voucher',
  oxxo_display_details: 'voucher',
  display_bank_transfer_instructions: 'bank_transfer',
  klarna_display_qr_code: 'qr',
  paynow_display_qr_code: 'qr',
  pix_display_qr_code: 'qr',
  promptpay_display_qr_code: 'qr',
  wechat_pay_display_qr_code: 'qr',
} satisfies Partial<Record<keyof Stripe.PaymentIntent.NextAction, Kind>>;

interface Pending {
  readonly next_action?: (object & { readonly type: string }) | null;
  readonly client_secret?: string | null;
}

/**
 * What the payer has to do: https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action.
 * What has no page and nothing to show is for Stripe's own library in the browser.
 */
export function fromNextAction({
  next_action: action,
  client_secret: token,
}: Pending): NextAction | undefined {
  if (action == null) return undefined;
  const details = textsOf(new Map<string, unknown>(Object.entries(action)).get(action.type));
  const url = details[redirects[action.type] ?? ''];
  if (url !== undefined) return { type: 'redirect', url };
  const kind = displays[action.type];
  if (kind !== undefined) return { type: 'display', kind, data: details };
  return token == null ? undefined : { type: 'client_sdk', token };
}

function textsOf(details: unknown): Readonly<Record<string, string>> {
  if (typeof details !== 'object' || details === null) return {};
  const entries = Object.entries(details).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}
