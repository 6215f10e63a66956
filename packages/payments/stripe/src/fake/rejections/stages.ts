import type { RejectionRequest } from './row.ts';

// What rows share: answers, sources, and requests that set the stage.

export const bad = { status: 400, type: 'invalid_request_error' } as const;
export const missing = {
  status: 404,
  type: 'invalid_request_error',
  code: 'resource_missing',
  param: 'id',
} as const;
export const badState = { ...bad, code: 'payment_intent_unexpected_state' } as const;
export const declined = { status: 402, type: 'card_error' } as const;
export const misused = { status: 400, type: 'idempotency_error' } as const;

export const errorCodes = 'https://docs.stripe.com/error-codes';
export const intents = '/v1/payment_intents';
export const backUrl = 'https://shop.example/back';

export function post(path: string, form: Readonly<Record<string, string>> = {}): RejectionRequest {
  return { method: 'POST', path, form };
}

export function createIntent(form: Readonly<Record<string, string>> = {}): RejectionRequest {
  return post(intents, { amount: '1000', currency: 'usd', ...form });
}

export function pay(method: string, form: Readonly<Record<string, string>> = {}): RejectionRequest {
  return createIntent({ confirm: 'true', payment_method: method, return_url: backUrl, ...form });
}

/** A request to the first intent of the stage. */
export function onIntent(action: string, form: Readonly<Record<string, string>> = {}): RejectionRequest {
  return post(`${intents}/{0.id}${action}`, form);
}

export const customer = post('/v1/customers');
export const method = post('/v1/payment_methods', { type: 'card', 'card[token]': 'tok_visa' });
export const authorized = pay('pm_card_visa', { capture_method: 'manual' });
