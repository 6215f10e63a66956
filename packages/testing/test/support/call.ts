import type { Clock } from '@patchbay/core';

export interface Policy {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
}

/** A small client with a timeout and a backoff on the clock: what the code under test usually looks like. */
export async function callWithRetry(url: string, key: string, policy: Policy): Promise<string> {
  let last: unknown;
  for (let attempt = 1; attempt <= policy.attempts; attempt += 1) {
    if (attempt > 1) await wait(policy.clock, policy.backoffMs);
    try {
      return await attemptOnce(url, key, policy);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function attemptOnce(url: string, key: string, { clock, fetch, timeoutMs }: Policy): Promise<string> {
  const gone = new AbortController();
  const cancel = clock.after(timeoutMs, () => gone.abort(new Error('attempt timeout')));
  try {
    const headers = { 'idempotency-key': key };
    const response = await fetch(url, { method: 'POST', body: `key=${key}`, headers, signal: gone.signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`status ${response.status}`);
    return text;
  } finally {
    cancel();
  }
}

export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
