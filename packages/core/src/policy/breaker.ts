import type { Clock } from '../clock.ts';
import type { ErrorCode } from '../codes.ts';
import type { Policy } from './policy.ts';

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Stops calling a vendor that fails, then lets one probe through. */
export interface Breaker {
  readonly state: BreakerState;
  /** Milliseconds until the next probe, 0 when a call may go; a call that goes must be answered by `record`. */
  admit(): number;
  /** `code` is absent on success. Only vendor faults count against the vendor. */
  record(code?: ErrorCode): void;
  /** Gives an admission back that led to no attempt. */
  release(): void;
}

/** Faults of the vendor. A decline or a bad request says nothing about its health. */
const vendorFaults: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'provider_unavailable',
  'provider_error',
  'invalid_response',
]);

export const alwaysClosed: Breaker = { state: 'closed', admit: () => 0, record: () => {}, release: () => {} };

export function createBreaker(options: Policy['breaker'], clock: Clock): Breaker {
  return options === false ? alwaysClosed : new WindowBreaker(options, clock);
}

class WindowBreaker implements Breaker {
  readonly #options: Exclude<Policy['breaker'], false>;
  readonly #clock: Clock;
  #state: BreakerState = 'closed';
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

  admit(): number {
    if (this.#state === 'closed') return 0;
    const left = this.#openedAt + this.#openMs - this.#clock.monotonic();
    if (this.#state === 'half_open') return Math.max(left, 1);
    if (left > 0) return left;
    this.#state = 'half_open';
    return 0;
  }

  record(code?: ErrorCode): void {
    const fault = code !== undefined && vendorFaults.has(code);
    if (this.#state === 'half_open') return this.#afterProbe(fault, code);
    if (this.#state === 'open') return;
    const now = this.#clock.monotonic();
    if (now - this.#windowStart >= this.#options.windowMs) this.#startWindow(now);
    this.#calls += 1;
    if (!fault) return;
    this.#faults += 1;
    const { minimumCalls, ratio } = this.#options;
    if (this.#calls >= minimumCalls && this.#faults / this.#calls >= ratio) this.#open(now);
  }

  release(): void {
    if (this.#state === 'half_open') this.#state = 'open'; // the probe told nothing: the next call probes again
  }

  #afterProbe(fault: boolean, code: ErrorCode | undefined): void {
    const now = this.#clock.monotonic();
    if (fault) {
      this.#openMs = Math.min(this.#openMs * 1.5, this.#options.maxOpenMs);
      this.#open(now);
    } else if (code === 'aborted') {
      this.release();
    } else {
      this.#state = 'closed';
      this.#openMs = this.#options.openMs;
      this.#startWindow(now);
    }
  }

  #open(now: number): void {
    this.#state = 'open';
    this.#openedAt = now;
  }

  #startWindow(now: number): void {
    this.#windowStart = now;
    this.#calls = 0;
    this.#faults = 0;
  }
}
