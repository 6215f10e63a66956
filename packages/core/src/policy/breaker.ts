import type { Clock } from '../clock.ts';
import type { ErrorCode } from '../codes.ts';
import type { Policy } from './policy.ts';

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Stops calling a vendor that fails, then lets one probe through. */
export interface Breaker {
  readonly state: BreakerState;
  /** Grows with every change of state. What was admitted in an earlier period tells nothing of this one. */
  readonly period: number;
  /** Milliseconds until the next probe, 0 when a call may go; one that goes is answered by `record` or `release`. */
  admit(): number;
  /** `code` is absent on success. Only vendor faults count against the vendor. */
  record(period: number, code?: ErrorCode): void;
  /** Gives an admission back that told nothing of the vendor. */
  release(period: number): void;
}

/** Faults of the vendor. A decline or a bad request says nothing about its health. */
const vendorFaults: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'provider_unavailable',
  'provider_error',
  'invalid_response',
]);

/** Whether a failure speaks against the vendor's health. */
export function isVendorFault(code: ErrorCode): boolean {
  return vendorFaults.has(code);
}

export const alwaysClosed: Breaker = {
  state: 'closed',
  period: 0,
  admit: () => 0,
  record: () => {},
  release: () => {},
};

export function createBreaker(options: Policy['breaker'], clock: Clock): Breaker {
  return options === false ? alwaysClosed : new WindowBreaker(options, clock);
}

class WindowBreaker implements Breaker {
  readonly #options: Exclude<Policy['breaker'], false>;
  readonly #clock: Clock;
  #state: BreakerState = 'closed';
  #period = 0;
  #windowStart: number;
  #calls = 0;
  #faults = 0;
  #openedAt = 0;
  #openMs: number;

  constructor(options: Exclude<Policy['breaker'], false>, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#openMs = options.openMs;
    this.#windowStart = clock.monotonic();
  }

  get state(): BreakerState {
    return this.#state;
  }

  get period(): number {
    return this.#period;
  }

  admit(): number {
    if (this.#state === 'closed') return 0;
    const left = this.#openedAt + this.#openMs - this.#clock.monotonic();
    if (this.#state === 'half_open') return Math.max(left, 1);
    if (left > 0) return left;
    this.#enter('half_open');
    return 0;
  }

  record(period: number, code?: ErrorCode): void {
    if (period !== this.#period) return;
    if (code === 'aborted' || code === 'internal') return this.release(period); // nothing of the vendor
    const fault = code !== undefined && isVendorFault(code);
    const now = this.#clock.monotonic();
    if (this.#state === 'half_open') return this.#afterProbe(fault, now);
    if (now - this.#windowStart >= this.#options.windowMs) this.#startWindow(now);
    this.#calls += 1;
    if (!fault) return;
    this.#faults += 1;
    const { minimumCalls, ratio } = this.#options;
    if (this.#calls >= minimumCalls && this.#faults / this.#calls >= ratio) this.#open(now);
  }

  release(period: number): void {
    // The next call probes again: the time that the circuit stays open has passed.
    if (period === this.#period && this.#state === 'half_open') this.#enter('open');
  }

  #afterProbe(fault: boolean, now: number): void {
    if (fault) {
      this.#openMs = Math.min(this.#openMs * 1.5, this.#options.maxOpenMs);
      this.#open(now);
    } else {
      this.#enter('closed');
      this.#openMs = this.#options.openMs;
      this.#startWindow(now);
    }
  }

  #open(now: number): void {
    this.#enter('open');
    this.#openedAt = now;
  }

  #enter(state: BreakerState): void {
    this.#state = state;
    this.#period += 1;
  }

  #startWindow(now: number): void {
    this.#windowStart = now;
    this.#calls = 0;
    this.#faults = 0;
  }
}
