import { describe, expect, it } from 'vitest';
import { toAmount } from '../src/request.ts';
import { fromAmount } from '../src/response.ts';

describe('an amount', () => {
  it.each([
    { minor: 1200, currency: 'USD' },
    { minor: 1200, currency: 'JPY' },
  ])('of $minor $currency goes to Acme and comes back the same', (money) => {
    const { amount, currency } = toAmount(money);
    expect(fromAmount(amount, currency)).toEqual(money);
  });

  it('in a currency that does not exist is an answer that cannot be read', () => {
    expect(() => fromAmount(1200, 'XYZ')).toThrow(expect.objectContaining({ name: 'DriverFailure' }));
  });
});
