import type { Fault } from '@patchbay/testing/node';
import type { FaultName } from '../faults.ts';
import type { HttpVendor } from './books.ts';

/** What a vendor refuses in its own words. */
export type RefusalName = Extract<
  FaultName,
  'unauthorized' | 'missing' | 'in_flight' | 'limited' | 'server_error' | 'unavailable'
>;

type Refusal = Extract<Fault, { kind: 'status' }>;

/** https://docs.stripe.com/api/errors (2026-11-22) */
function ofStripe(status: number, type: string, code?: string): Refusal {
  return json(status, { error: { type, code, message: 'Planned.' } });
}

/** https://docs.sendgrid.com/api-reference/how-to-use-the-sendgrid-v3-api/responses (2026-11-22) */
function ofSendgrid(status: number): Refusal {
  return json(status, { errors: [{ message: 'Planned.', field: null, help: null }] });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11-22) */
function ofS3(status: number, code: string): Refusal {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Planned.</Message></Error>`;
  return { kind: 'status', status, body, contentType: 'application/xml' };
}

/** The refusals of each vendor. SendGrid has nothing that could be in flight. */
export const refusals = {
  stripe: {
    unauthorized: ofStripe(401, 'invalid_request_error'),
    missing: ofStripe(404, 'invalid_request_error', 'resource_missing'),
    in_flight: ofStripe(409, 'idempotency_error', 'idempotency_key_in_use'),
    limited: ofStripe(429, 'invalid_request_error', 'rate_limit'),
    server_error: ofStripe(500, 'api_error'),
    unavailable: ofStripe(503, 'api_error'),
  },
  sendgrid: {
    unauthorized: ofSendgrid(401),
    missing: ofSendgrid(404),
    in_flight: ofSendgrid(409),
    limited: ofSendgrid(429),
    server_error: ofSendgrid(500),
    unavailable: ofSendgrid(503),
  },
  s3: {
    unauthorized: ofS3(403, 'InvalidAccessKeyId'), // S3's word for a wrong credential
    missing: ofS3(404, 'NoSuchBucket'),
    in_flight: ofS3(409, 'ConditionalRequestConflict'),
    limited: ofS3(429, 'SlowDown'), // S3 itself says it with 503, servers that speak its API with 429
    server_error: ofS3(500, 'InternalError'),
    unavailable: ofS3(503, 'ServiceUnavailable'),
  },
} as const satisfies Record<HttpVendor, Record<RefusalName, Refusal>>;

function json(status: number, body: object): Refusal {
  return { kind: 'status', status, body: JSON.stringify(body), contentType: 'application/json' };
}
