import { describe, expect, it } from 'vitest';
import { resolvePolicy } from '../src/policy/policy.ts';

describe('the policy', () => {
  it('takes a figure given as undefined as not given', () => {
    const given = {
      breaker: { ratio: undefined },
      bulkhead: { concurrent: undefined },
      retry: { attempts: undefined, budget: { cost: undefined } },
      deadlineMs: undefined,
    };
    expect(resolvePolicy(given as never)).toEqual(resolvePolicy());
  });

  it.each([
    ['deadlineMs', { deadlineMs: Number.POSITIVE_INFINITY }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['moneyTimeoutMs', { moneyTimeoutMs: '30000' }],
    ['retry.attempts', { retry: { attempts: 0 } }],
    ['retry.attempts', { retry: { attempts: 2.5 } }],
    ['retry.baseMs', { retry: { baseMs: -1 } }],
    ['breaker.ratio', { breaker: { ratio: Number.NaN } }],
    ['rateLimit.perSecond', { rateLimit: {} }],
    ['bulkhead.concurrent', { bulkhead: { concurrent: 0 } }],
  ])('refuses a policy.%s that cannot work, by name', (name, given) => {
    expect(() => resolvePolicy(given as never)).toThrow(`policy.${name} is`);
  });

  it('switches parts off', () => {
    const off = resolvePolicy({ breaker: false, bulkhead: false, rateLimit: false, retry: false });
    expect(off).toMatchObject({ breaker: false, bulkhead: false, rateLimit: false, retry: { attempts: 1 } });
    expect(resolvePolicy({ retry: { budget: false } }).budget).toBe(false);
  });
});
