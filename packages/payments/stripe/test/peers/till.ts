import type { Answer, Send, Service } from './service.ts';

/** How a server charges: by payment intents as Stripe does now, or by the charges of before. Both keep charges. */
export interface Till {
  charge(input: ChargeInput): Promise<Answer>;
  capture(id: string, amount: string): Promise<Answer>;
  refund(id: string, amount?: string, key?: string): Promise<Answer>;
  /** The charge behind the id that `charge` answered. */
  ledger(id: string): Promise<Answer>;
}

export interface TillService extends Service {
  readonly till: Till;
}

interface ChargeInput {
  readonly amount?: string;
  readonly currency?: string;
  readonly card?: keyof typeof cards;
  readonly capture?: boolean;
  readonly key?: string;
}

const cards = {
  visa: { method: 'pm_card_visa', token: 'tok_visa' },
  declined: { method: 'pm_card_chargeDeclined', token: 'tok_chargeDeclined' },
  noFunds: {
    method: 'pm_card_chargeDeclinedInsufficientFunds',
    token: 'tok_chargeDeclinedInsufficientFunds',
  },
} as const;

/** https://docs.stripe.com/api/payment_intents */
export function intentTill(sendRaw: Send): Till {
  const send = withOwnKeys(sendRaw);
  const intents = '/v1/payment_intents';
  return {
    charge: ({ amount = '1200', currency = 'usd', card = 'visa', capture = true, key }) =>
      send({
        path: intents,
        form: {
          amount,
          currency,
          confirm: 'true',
          payment_method: cards[card].method,
          capture_method: capture ? 'automatic' : 'manual',
          'automatic_payment_methods[enabled]': 'true',
          'automatic_payment_methods[allow_redirects]': 'never',
        },
        ...(key !== undefined && { key }),
      }),
    capture: (id, amount) => send({ path: `${intents}/${id}/capture`, form: { amount_to_capture: amount } }),
    refund: (id, amount, key) => send(refundOf('payment_intent', id, amount, key)),
    async ledger(id) {
      const { body } = await send({ method: 'GET', path: `${intents}/${id}` });
      return send({ method: 'GET', path: `/v1/charges/${String(body['latest_charge'])}` });
    },
  };
}

/** https://docs.stripe.com/api/charges/create */
export function chargeTill(sendRaw: Send): Till {
  const send = withOwnKeys(sendRaw);
  const charges = '/v1/charges';
  return {
    charge: ({ amount = '1200', currency = 'usd', card = 'visa', capture = true, key }) =>
      send({
        path: charges,
        form: { amount, currency, source: cards[card].token, capture: String(capture) },
        ...(key !== undefined && { key }),
      }),
    capture: (id, amount) => send({ path: `${charges}/${id}/capture`, form: { amount } }),
    refund: (id, amount, key) => send(refundOf('charge', id, amount, key)),
    ledger: (id) => send({ method: 'GET', path: `${charges}/${id}` }),
  };
}

function refundOf(
  by: 'charge' | 'payment_intent',
  id: string,
  amount?: string,
  key?: string,
): Parameters<Send>[0] {
  const form = { [by]: id, ...(amount !== undefined && { amount }) };
  return { path: '/v1/refunds', form, ...(key !== undefined && { key }) };
}

/** The mock keeps its keys for as long as the process lives: each till has its own. */
function withOwnKeys(send: Send): Send {
  const run = crypto.randomUUID();
  return ({ key, ...request }) => send({ ...request, ...(key !== undefined && { key: `${key}:${run}` }) });
}
