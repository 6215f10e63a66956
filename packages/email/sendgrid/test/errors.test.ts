import { isErrorCode } from '@patchbay/core';
import { emailReasons } from '@patchbay/email';
import { sendgridRejections } from '@patchbay/email-sendgrid/fake';
import { describe, expect, it } from 'vitest';
import { meaningByField, meaningByMessage, meaningByStatus, toFailure } from '../src/errors.ts';

/** What the SDK throws for an answer, by its fields. */
function refusal(code: number, field: string | null = null, message = 'No.', headers = {}): object {
  const body = { errors: [{ message, field, help: null }] };
  return Object.assign(new Error('Bad Request'), { code, response: { headers, body } });
}

describe('a refusal', () => {
  it.each([
    [400, 'personalizations', 'invalid_request', 'too_many_recipients'],
    [400, 'personalizations.0', 'invalid_request', 'recipient_invalid'],
    [400, 'personalizations.0.to', 'invalid_request', 'recipient_invalid'],
    [400, 'personalizations.0.bcc.3.email', 'invalid_request', 'recipient_invalid'],
    [400, 'personalizations.0.headers', 'invalid_request', 'header_invalid'],
    [400, 'personalizations.0.custom_args', 'invalid_request', 'parameter_invalid'],
    [400, 'personalizations.0.dynamic_template_data', 'invalid_request', 'template_invalid'],
    [400, 'from.email', 'invalid_request', 'sender_invalid'],
    [400, 'content.0.value', 'invalid_request', 'content_missing'],
    [400, 'subject', 'invalid_request', 'content_missing'],
    [400, 'attachments.0.filename', 'invalid_request', 'attachment_invalid'],
    [400, 'template_id', 'invalid_request', 'template_invalid'],
    [400, 'send_at', 'invalid_request', 'schedule_out_of_range'],
    [400, 'categories', 'invalid_request', 'parameter_invalid'],
    [400, null, 'invalid_request', 'parameter_invalid'],
    [401, null, 'provider_auth_failed', undefined],
    [402, null, 'quota_exceeded', 'credits_exceeded'],
    [403, 'from', 'provider_permission_denied', 'sender_not_verified'],
    [403, null, 'provider_permission_denied', undefined],
    [404, null, 'not_found', undefined],
    [413, null, 'payload_too_large', 'message_too_large'],
    [415, null, 'invalid_request', 'parameter_invalid'],
    [429, null, 'rate_limited', undefined],
    [500, null, 'provider_error', undefined],
    [503, null, 'provider_unavailable', undefined],
    [418, null, 'unknown', undefined],
    [529, null, 'provider_unavailable', undefined],
  ])('%d of %s is %s, %s', (status, field, code, reason) => {
    const failure = toFailure(refusal(status, field));
    expect([failure?.code, failure?.reason]).toEqual([code, reason]);
    expect(failure?.vendor).toEqual({ status, message: 'No.', ...(field !== null && { code: field }) });
  });

  it.each([
    [401, 'Maximum credits exceeded', 'quota_exceeded', 'credits_exceeded'],
    [400, 'max limit reached', 'quota_exceeded', undefined],
  ])('%d with the fixed text %s is %s', (status, message, code, reason) => {
    const failure = toFailure(refusal(status, null, message));
    expect([failure?.code, failure?.reason]).toEqual([code, reason]);
  });

  it('passes the wait on that a rate limit asks for', () => {
    const headers = { 'retry-after-ms': '1500' };
    expect(toFailure(refusal(429, null, 'too many requests', headers))).toMatchObject({ retryAfterMs: 1500 });
  });
});

describe('what is not SendGrid’s own answer', () => {
  it.each([
    ['a proxy’s page', Object.assign(new Error(), { code: 502, response: { headers: {}, body: '<html>' } })],
    [
      'JSON without the envelope',
      Object.assign(new Error(), { code: 400, response: { body: { message: 'No.' } } }),
    ],
    ['an empty envelope', Object.assign(new Error(), { code: 400, response: { body: { errors: [] } } })],
    ['a broken connection', Object.assign(new Error(), { code: 'ECONNRESET' })],
    ['a bug', new TypeError('x is not a function')],
    ['nothing', undefined],
  ])('is left to core: %s', (_name, thrown) => {
    expect(toFailure(thrown)).toBeUndefined();
  });
});

describe('the tables', () => {
  it('know only codes and reasons of the closed lists, each reason under its own code', () => {
    const reasons: Readonly<Record<string, readonly string[]>> = emailReasons;
    const meanings = [
      ...meaningByField.map(([, meaning]) => meaning),
      ...Object.values(meaningByMessage),
      ...Object.values(meaningByStatus),
    ];
    expect(meanings.filter(({ code }) => !isErrorCode(code))).toEqual([]);
    expect(meanings.filter(({ code, reason }) => reason && !reasons[code]?.includes(reason))).toEqual([]);
  });

  it('have a meaning for every rejection that the fake knows', () => {
    const unnamed = sendgridRejections.filter(({ status, fields }) =>
      fields.some((field) => [undefined, 'unknown'].includes(toFailure(refusal(status, field))?.code)),
    );
    expect(unnamed.map(({ id, status }) => [id, status])).toEqual([]);
  });
});
