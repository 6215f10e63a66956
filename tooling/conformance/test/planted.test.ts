import { paymentsCases } from '@patchbay/payments/conformance';
import { describe, expect, it } from 'vitest';
import { brokenDrivers } from '../planted/drivers.ts';
import { lenientFakes } from '../planted/fakes.ts';
import { strictnessCases } from '../planted/strictness.ts';

describe('the planted things', () => {
  it('are at least thirty broken drivers and thirty lenient fakes, each told apart by its id', () => {
    for (const planted of [brokenDrivers, lenientFakes]) {
      const ids = planted.map(({ id }) => id);
      expect(ids.length).toBeGreaterThanOrEqual(30);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('each name a case that exists', () => {
    const known = new Set([...paymentsCases, ...strictnessCases].map(({ id }) => id));
    const named = [...brokenDrivers, ...lenientFakes].map(({ caughtBy }) => caughtBy);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('between them try every group of the suite', () => {
    const groups = [...brokenDrivers, ...lenientFakes].map(({ caughtBy }) => caughtBy.split('.')[0]);
    expect(new Set(groups)).toEqual(
      new Set(['contract', 'errors', 'fake', 'money', 'redaction', 'resilience', 'unsupported', 'webhooks']),
    );
  });
});
