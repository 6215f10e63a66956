import { describe, expect, it } from 'vitest';
import { isRefusal, toFailure } from '../src/errors.ts';

/** What the client throws for an error that Acme reports. */
function reported(code: string): Error {
  return Object.assign(new Error('No.'), { name: 'AcmeError', code });
}

describe('an error that Acme reports', () => {
  it.each([
    { vendorCode: 'WRONG_PASSWORD', code: 'provider_auth_failed' },
    { vendorCode: 'FULL', code: 'quota_exceeded' },
    { vendorCode: 'STARTING', code: 'provider_unavailable' },
  ])('$vendorCode is $code, and had no effect', ({ vendorCode, code }) => {
    expect(toFailure(reported(vendorCode))).toMatchObject({ code, vendor: { code: vendorCode } });
    expect(isRefusal(reported(vendorCode))).toBe(true);
  });

  it('with a code that the table does not have may have had one', () => {
    expect(toFailure(reported('NEVER_HEARD_OF'))).toMatchObject({ code: 'provider_error' });
    expect(isRefusal(reported('NEVER_HEARD_OF'))).toBe(false);
  });

  it('is never taken from a connection that broke', () => {
    const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(toFailure(broken)).toBeUndefined();
    expect(isRefusal(broken)).toBe(false);
  });
});
