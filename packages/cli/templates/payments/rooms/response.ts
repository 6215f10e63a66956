import { invalidResponse } from '@patchbay/core';
import { fromVendorAmount, type Money } from '@patchbay/payments';
import { capabilities } from './capabilities.ts';

/**
 * An amount in minor units of ISO 4217.
 * @throws `DriverFailure` `invalid_response` for a currency that ISO 4217 does not have.
 */
export function fromAmount(amount: number, currency: string): Money {
  try {
    return fromVendorAmount(amount, currency.toUpperCase(), capabilities.currencies);
  } catch (error) {
    throw error instanceof RangeError ? invalidResponse(error.message) : error;
  }
}
