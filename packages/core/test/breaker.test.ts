import { virtualClock } from '@patchbay/testing';
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../src/codes.ts';
import { type BreakerState, createBreaker } from '../src/policy/breaker.ts';
import { makeToy, scripted } from './toy.ts';

const options = { ratio: 0.5, minimumCalls: 4, windowMs: 10_000, openMs: 1000, maxOpenMs: 3000 };

/** What a circuit breaker is, written for reading: it keeps all that happened. */
class Reference {
  state: BreakerState = 'closed';
  history: { readonly at: number; readonly fault: boolean }[] = [];
  windowStart = 0;
  openUntil = 0;
  openMs = options.openMs;
  era = 0;

  admit(now: number): boolean {
    if (this.state === 'closed') return true;
    if (this.state === 'half_open' || now < this.openUntil) return false;
    this.become('half_open');
    return true;
  }

  answer(era: number, code: ErrorCode | undefined, now: number): void {
    if (era !== this.era) return;
    const fault = code === 'timeout' || code === 'provider_error';
    if (code === 'aborted') {
      if (this.state === 'half_open') this.become('open');
    } else if (this.state === 'half_open') {
      if (fault) this.open(now, Math.min(this.openMs * 1.5, options.maxOpenMs));
      else this.close(now);
    } else {
      this.count(fault, now);
    }
  }

  count(fault: boolean, now: number): void {
    if (now - this.windowStart >= options.windowMs) this.startWindow(now);
    this.history.push({ at: now, fault });
    const faults = this.history.filter((call) => call.fault).length;
    if (!fault || this.history.length < options.minimumCalls) return;
    if (faults / this.history.length >= options.ratio) this.open(now, this.openMs);
  }

  open(now: number, forMs: number): void {
    this.openMs = forMs;
    this.openUntil = now + forMs;
    this.become('open');
  }

  close(now: number): void {
    this.openMs = options.openMs;
    this.startWindow(now);
    this.become('closed');
  }

  startWindow(now: number): void {
    this.windowStart = now;
    this.history = [];
  }

  become(state: BreakerState): void {
    this.state = state;
    this.era += 1;
  }
}

type Event =
  | { readonly do: 'call' }
  | { readonly do: 'answer'; readonly which: number; readonly code: ErrorCode | undefined }
  | { readonly do: 'wait'; readonly ms: number };

const code = constantFrom<ErrorCode | undefined>(
  undefined,
  'timeout',
  'provider_error',
  'declined',
  'aborted',
);
const event: Arbitrary<Event> = oneof(
  record({ do: constant('call' as const) }),
  record({ do: constant('answer' as const), which: integer({ min: 0, max: 9 }), code }),
  record({ do: constant('wait' as const), ms: integer({ min: 0, max: 4000 }) }),
);

describe('the breaker', () => {
  it('behaves like its description, whatever comes when (property)', async () => {
    await assert(
      asyncProperty(array(event, { minLength: 20, maxLength: 120 }), async (events) => {
        const clock = virtualClock();
        const breaker = createBreaker(options, clock);
        const reference = new Reference();
        const flying: { readonly period: number; readonly era: number }[] = [];
        for (const step of events) {
          const now = clock.monotonic();
          if (step.do === 'wait') await clock.advance(step.ms);
          else if (step.do === 'call') {
            const admitted = [breaker.admit() === 0, reference.admit(now)];
            if (admitted[0] !== admitted[1]) throw new Error(`admitted: ${admitted.join(', by the book: ')}`);
            if (admitted[0]) flying.push({ period: breaker.period, era: reference.era });
          } else {
            const [call] = flying.splice(step.which % Math.max(1, flying.length), 1);
            if (call === undefined) continue;
            breaker.record(call.period, step.code);
            reference.answer(call.era, step.code, now);
          }
          expect(breaker.state).toBe(reference.state);
        }
      }),
    );
  });

  it('hears the probe only, not a call that began before the circuit opened', async () => {
    const clock = virtualClock();
    const breaker = createBreaker({ ...options, minimumCalls: 1 }, clock);
    breaker.admit();
    const early = breaker.period;
    breaker.record(early, 'timeout');
    await clock.advance(1000);
    expect(breaker.admit()).toBe(0);
    breaker.record(early);
    expect([breaker.state, breaker.admit() > 0]).toEqual(['half_open', true]);
    breaker.record(breaker.period, 'timeout');
    expect(breaker.state).toBe('open');
    expect(breaker.admit()).toBe(1500);
  });
});

describe('a circuit whose probes keep failing', () => {
  it('stays open longer each time, up to a limit, and begins anew after a success', async () => {
    const clock = virtualClock();
    const breaker = createBreaker({ ...options, minimumCalls: 1 }, clock);
    const openFor: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      breaker.admit();
      breaker.record(breaker.period, 'timeout');
      openFor.push(breaker.admit());
      await clock.advance(openFor.at(-1) ?? 0);
    }
    expect(openFor).toEqual([1000, 1500, 2250, 3000, 3000]);
    breaker.admit();
    breaker.record(breaker.period);
    breaker.record(breaker.period, 'timeout');
    expect(breaker.admit()).toBe(1000);
  });
});

describe('a probe', () => {
  const policy = { retry: false, breaker: { minimumCalls: 1, openMs: 1000 } } as const;

  it('that the caller ends leaves the next call to probe', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const { fetch, sent } = scripted({ status: 500 }, 'hang', {});
    const toy = makeToy(fetch, { clock, policy });
    await toy.read('a').catch(() => {});
    await clock.advance(1000);
    const probe = toy.read('b', { signal: stop.signal }).catch(() => {});
    await expect(toy.read('c')).rejects.toMatchObject({ reason: 'circuit_open' });
    stop.abort();
    await probe;
    await expect(toy.read('d')).resolves.toBe('done');
    expect(sent).toHaveLength(3);
    expect(toy.health().circuit).toBe('closed');
  });

  it('that the rate limit refuses leaves the next call to probe', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted({ status: 500 }, {});
    const toy = makeToy(fetch, { clock, policy: { ...policy, rateLimit: { perSecond: 0.5 } } });
    await toy.read('a').catch(() => {});
    await clock.advance(1000);
    await expect(toy.read('b', { deadlineMs: 500 })).rejects.toMatchObject({ reason: 'rate_limit' });
    expect(sent).toHaveLength(1);
    await clock.advance(1000);
    await expect(toy.read('c')).resolves.toBe('done');
    expect(toy.health().circuit).toBe('closed');
  });
});

describe('health', () => {
  it('does not call a decline a fault of the vendor', async () => {
    const toy = makeToy(scripted({ status: 402, body: { error: { code: 'refused', message: 'No' } } }).fetch);
    await toy.pay({ amount: 1 }, { idempotencyKey: 'a' }).catch(() => {});
    expect(toy.health()).not.toHaveProperty('lastFaultAt');
  });
});
