import type { SendgridFakeOptions } from '../types.ts';
import { Rejection } from './errors.ts';

/** Counts the requests of each endpoint. */
export interface RateLimiter {
  /** Takes one request from an endpoint's window. Returns the headers of the answer; throws a 429. */
  take(endpoint: string): Readonly<Record<string, string>>;
}

/** https://docs.sendgrid.com/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits (2026-11-22) */
export function rateLimiter(limit: SendgridFakeOptions['rateLimit'], now: () => number): RateLimiter {
  const windows = new Map<string, { readonly resetsAt: number; used: number }>();
  return {
    take(endpoint) {
      if (limit === undefined) return {};
      const known = windows.get(endpoint);
      const window =
        known === undefined || known.resetsAt <= now()
          ? { resetsAt: now() + limit.windowSeconds, used: 0 }
          : known;
      windows.set(endpoint, window);
      window.used += 1;
      const headers = {
        'x-ratelimit-limit': String(limit.requests),
        'x-ratelimit-remaining': String(Math.max(0, limit.requests - window.used)),
        'x-ratelimit-reset': String(window.resetsAt),
      };
      if (window.used > limit.requests) {
        throw new Rejection(429, [{ message: 'too many requests', field: null }], headers);
      }
      return headers;
    },
  };
}
