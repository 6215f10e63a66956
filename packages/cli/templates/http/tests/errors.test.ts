import { describe, expect, it } from 'vitest';
import { toFailure } from '../src/errors.ts';

/** What the client throws for an answer of Acme's. */
function refusal(status: number, code: string): Error {
  return Object.assign(new Error(), { status, body: { error: { code, message: 'No.' } } });
}

describe('a refusal of Acme', () => {
  it.each([
    { status: 401, vendorCode: 'invalid_key', code: 'provider_auth_failed' },
    { status: 404, vendorCode: 'unknown_path', code: 'not_found' },
    { status: 429, vendorCode: 'rate_limited', code: 'rate_limited' },
    { status: 418, vendorCode: 'never_heard_of', code: 'unknown' },
  ])('$status $vendorCode is $code', ({ status, vendorCode, code }) => {
    expect(toFailure(refusal(status, vendorCode))).toMatchObject({
      code,
      vendor: { status, code: vendorCode },
    });
  });

  it('is never taken from a proxy’s page', () => {
    expect(toFailure(Object.assign(new Error(), { status: 503, body: undefined }))).toBeUndefined();
  });
});
