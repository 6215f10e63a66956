import { invalidResponse } from '@patchbay/core';

/**
 * The size that Acme's headers tell.
 * @throws `DriverFailure` `invalid_response` where they tell none.
 */
export function fromSize(headers: Headers): number {
  const text = headers.get('content-length');
  if (text === null || !/^\d+$/.test(text)) throw invalidResponse('The answer does not tell the size.');
  return Number(text);
}
