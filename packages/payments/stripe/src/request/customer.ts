import type { CreateCustomer, SetupMethod, SubmitEvidence } from '@patchbay/payments';
import type Stripe from 'stripe';
import { toMetadata, withVendor } from './shared.ts';

/**
 * https://docs.stripe.com/api/customers/create, https://docs.stripe.com/api/customers/update. A change brings no mark:
 * Stripe keeps the metadata that it does not name.
 */
export function toCustomer(
  input: CreateCustomer,
  mark?: string,
): Stripe.CustomerCreateParams & Stripe.CustomerUpdateParams {
  const { email, name, phone, vendor } = input;
  const parameters = {
    ...toMetadata(input, mark),
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
  };
  return withVendor(parameters, vendor);
}

/** https://docs.stripe.com/api/setup_intents/create */
export function toSetupIntent(input: SetupMethod, mark?: string): Stripe.SetupIntentCreateParams {
  const { customerId, paymentMethodId, use, returnUrl, vendor } = input;
  const confirm = paymentMethodId !== undefined;
  const parameters: Stripe.SetupIntentCreateParams = {
    customer: customerId,
    confirm,
    usage: use ?? 'off_session',
    automatic_payment_methods: {
      enabled: true,
      allow_redirects: returnUrl === undefined ? 'never' : 'always',
    },
    ...toMetadata(input, mark),
    ...(paymentMethodId !== undefined && { payment_method: paymentMethodId }),
    ...(confirm && returnUrl !== undefined && { return_url: returnUrl }),
  };
  return withVendor(parameters, vendor);
}

type Evidence = SubmitEvidence['evidence'];

/** `refund_policy` is the id of an uploaded file at Stripe; words go to `refund_policy_disclosure`. */
const evidenceFields = {
  explanation: 'uncategorized_text',
  productDescription: 'product_description',
  customerName: 'customer_name',
  customerEmail: 'customer_email_address',
  shippingTrackingNumber: 'shipping_tracking_number',
  refundPolicy: 'refund_policy_disclosure',
} as const satisfies Record<keyof Evidence, keyof Stripe.DisputeUpdateParams.Evidence>;

/** https://docs.stripe.com/api/disputes/update. `submit` sends it to the bank: it cannot be changed afterwards. */
export function toEvidence({ evidence, vendor }: SubmitEvidence): Stripe.DisputeUpdateParams {
  const given = new Map<string, string>(Object.entries(evidence));
  const fields = Object.entries(evidenceFields).flatMap(([ours, theirs]): [string, string][] => {
    const value = given.get(ours);
    return value === undefined ? [] : [[theirs, value]];
  });
  const parameters: Stripe.DisputeUpdateParams = { submit: true, evidence: Object.fromEntries(fields) };
  return withVendor(parameters, vendor);
}
