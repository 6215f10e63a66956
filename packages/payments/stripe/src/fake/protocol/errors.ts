/** Stripe's error object as it goes over the wire: https://docs.stripe.com/api/errors */
export interface ErrorBody {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
  readonly setup_intent?: object;
  readonly payment_method?: object;
}

/** A request that Stripe answers with an error envelope. */
export class Rejection extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  /**
   * True if work had begun, so that the idempotency layer keeps the answer. Stripe keeps no answer when
   * validation fails: https://docs.stripe.com/api/idempotent_requests (2026-11-22).
   */
  readonly begun: boolean;

  constructor(status: number, body: ErrorBody, begun: boolean) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.begun = begun;
  }
}

interface Details {
  readonly code?: string;
  readonly param?: string;
}

/** A parameter that is wrong, found before any work begins. */
export function invalidRequest(message: string, details: Details = {}): Rejection {
  return new Rejection(400, { type: 'invalid_request_error', message, ...details }, false);
}

export function missingParameter(param: string): Rejection {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

export function exclusiveParameters(...names: string[]): Rejection {
  return invalidRequest(`You may only specify one of these parameters: ${names.join(', ')}.`, {
    code: 'parameters_exclusive',
  });
}

/** An id that names nothing. */
export function noSuchObject(what: string, id: string, param: string, status = 400): Rejection {
  const message = `No such ${what}: '${id}'`;
  return new Rejection(
    status,
    { type: 'invalid_request_error', code: 'resource_missing', message, param },
    false,
  );
}

/** A request that the object's present state forbids. */
export function wrongState(message: string, details: Omit<ErrorBody, 'type' | 'message'> = {}): Rejection {
  return new Rejection(400, { type: 'invalid_request_error', message, ...details }, true);
}

export function cardError(body: Omit<ErrorBody, 'type'>): Rejection {
  return new Rejection(402, { type: 'card_error', ...body }, true);
}

export function unrecognizedUrl(method: string, path: string): Rejection {
  return new Rejection(
    404,
    {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    },
    false,
  );
}

/** The JSON body of an error answer. */
export function errorEnvelope(body: ErrorBody, requestId: string): string {
  const links = {
    ...(body.code
      ? { doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` }
      : {}),
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  };
  return JSON.stringify({ error: { ...body, ...links } }, null, 2);
}
