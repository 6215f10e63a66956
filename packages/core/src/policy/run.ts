import type { AttemptRecord } from '../call.ts';
import type { Outcome } from '../codes.ts';
import type { Repeat } from '../contract.ts';
import { IntegrationError, unwrap } from '../error.ts';
import { accumulate, type Failure, mayRepeat, newTrace } from '../failure.ts';
import { vendorKey } from '../idempotency-key.ts';
import { assertMs } from '../input.ts';
import { personalValues, redact } from '../redaction.ts';
import type { Bulkhead, Reservation } from './admission.ts';
import type { Interruption, WaitEnd, Work } from './attempt.ts';
import { Interrupted, interruptionOf, LiveAttempt, pause, race } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import { isVendorFault } from './breaker.ts';
import { answeredWell, diagnose, type Failed } from './diagnose.ts';
import { type Invocation, isPart, type Step } from './invocation.ts';
import type { Pipeline } from './pipeline.ts';
import { toError } from './to-error.ts';

/** One call of a facade, from its total deadline inwards. */
export class Run {
  readonly #pipeline: Pipeline;
  readonly #invocation: Invocation;
  #signal: AbortSignal | undefined;
  readonly #deadlineMs: number;
  #deadlineAt: number;
  #frame: LiveAttempt | undefined;
  readonly #timeoutMs: number;
  #outcome: Outcome = 'not_applied';

  constructor(pipeline: Pipeline, invocation: Invocation) {
    const { policy, clock } = pipeline;
    const { options, spec } = invocation;
    assertMs('deadlineMs', options.deadlineMs);
    assertMs('timeoutMs', options.timeoutMs);
    this.#pipeline = pipeline;
    this.#invocation = invocation;
    this.#signal = options.signal;
    this.#deadlineMs = options.deadlineMs ?? policy.deadlineMs;
    this.#deadlineAt = clock.monotonic() + this.#deadlineMs;
    this.#timeoutMs = options.timeoutMs ?? (spec.money ? policy.moneyTimeoutMs : policy.timeoutMs);
  }

  /** Work that is no attempt (loading a client, the body of a composed operation), within the deadline. */
  async bounded<T>(work: Work<T>, key?: string): Promise<T> {
    const { clock, control, toFailure } = this.#pipeline;
    const frame = new LiveAttempt(1, key, control);
    frame.onProgress = () => this.#extend();
    this.#frame = frame;
    const limit = () => ({ ms: this.#remainingMs(), by: 'deadline' }) as const;
    try {
      return await race(work, frame, clock, limit, this.#signal);
    } catch (error) {
      throw IntegrationError.is(error)
        ? this.#withOutcome(error)
        : this.#toError(diagnose(error, frame.trace, 'never', toFailure));
    }
  }

  /** The body of a composed operation. Its steps end when it ends, and their outcome is its own. */
  async composed<T>(work: Work<T>): Promise<T> {
    const key = await this.#keyOf(undefined);
    return this.bounded((frame) => {
      this.#signal = frame.signal;
      return work(frame);
    }, key);
  }

  /** One vendor request under the policy. A native operation is one step without a name. */
  async step<T>(name: string | undefined, repeat: Repeat, work: Work<T>): Promise<T> {
    const step: Step = { name, repeat, key: repeat === 'keyed' ? await this.#keyOf(name) : undefined };
    for (let number = 1, waitedMs = 0; ; number += 1) {
      const attempt = new LiveAttempt(number, step.key, this.#pipeline.control);
      attempt.onProgress = () => this.#extend();
      const waiting = this.#admit(attempt);
      if (waiting !== undefined) waitedMs += await waiting;
      const { watch } = this.#invocation;
      const isKeyed = step.key !== undefined;
      const result = await (watch === undefined
        ? this.#attempt(step, attempt, work, waitedMs)
        : watch({ step: name, number, isKeyed }, () => this.#attempt(step, attempt, work, waitedMs)));
      if ('value' in result) return result.value;
      waitedMs = await this.#waitForRetry(step, result.failed, number);
    }
  }

  async #attempt<T>(step: Step, attempt: LiveAttempt, work: Work<T>, waitedMs: number) {
    const { clock, breaker, bulkhead, budget, seen, toFailure } = this.#pipeline;
    const startedAt = clock.monotonic();
    let raw: unknown;
    try {
      const value = await race(work, attempt, clock, () => this.#limit(), this.#signal);
      if (attempt.accepted || answeredWell(attempt.trace)) {
        breaker.record(attempt.period);
        budget.refill();
        seen.successAt = clock.now();
        const record = this.#record(step, attempt, startedAt, waitedMs);
        if (isPart(step) && !attempt.accepted) this.#outcome = accumulate(this.#outcome, 'unknown');
        return { value, record };
      }
    } catch (error) {
      raw = error;
    } finally {
      const leave = (): void => bulkhead.leave();
      if (attempt.held === undefined) leave();
      else attempt.held.then(leave, leave);
    }
    const failed = diagnose(raw, attempt.trace, step.repeat, toFailure);
    breaker.record(attempt.period, failed.failure.code);
    if (isVendorFault(failed.failure.code)) seen.faultAt = clock.now();
    const record = this.#record(step, attempt, startedAt, waitedMs, failed);
    this.#outcome = accumulate(this.#outcome, failed.outcome);
    return { failed, record };
  }

  /** Breaker, rate limiter, bulkhead. Returns a promise only when there is something to wait for. */
  #admit(attempt: LiveAttempt): Promise<number> | undefined {
    const { breaker, rateLimiter, bulkhead } = this.#pipeline;
    const remainingMs = this.#remainingMs();
    if (this.#signal?.aborted) throw this.#interrupted(interruptionOf(this.#signal));
    if (remainingMs === 0) throw this.#interrupted('deadline');
    this.#pass(attempt);
    const reserved = rateLimiter.reserve(remainingMs);
    if (reserved === undefined) {
      breaker.release(attempt.period);
      throw this.#overloaded('rate_limit', 'The local rate limit has no place before the deadline.');
    }
    const place = reserved.waitMs === 0 ? bulkhead.enter(this.#signal, remainingMs) : undefined;
    return place === true ? undefined : this.#enterLater(attempt, reserved, place);
  }

  /** Waits for a place and tells how long that took. */
  async #enterLater(
    attempt: LiveAttempt,
    { waitMs, cancel }: Reservation,
    place: boolean | Promise<WaitEnd> | undefined,
  ): Promise<number> {
    const { clock, breaker, bulkhead } = this.#pipeline;
    const startedAt = clock.monotonic();
    let end: boolean | WaitEnd = waitMs === 0 ? 'elapsed' : await pause(clock, waitMs, this.#signal);
    if (end === 'elapsed') end = await (place ?? bulkhead.enter(this.#signal, this.#remainingMs()));
    if (end === true || end === 'turn') {
      this.#pass(attempt, bulkhead);
      return clock.monotonic() - startedAt;
    }
    cancel();
    breaker.release(attempt.period);
    throw end === false
      ? this.#overloaded('bulkhead_full', 'Too many calls of this instance are in flight.')
      : this.#interrupted(end === 'elapsed' ? 'deadline' : 'aborted');
  }

  /** Through the circuit, which is asked anew where its state has changed; `held` is left where it is open. */
  #pass(attempt: LiveAttempt, held?: Bulkhead): void {
    const { breaker } = this.#pipeline;
    if (attempt.period === breaker.period) return;
    const openForMs = breaker.admit();
    attempt.period = breaker.period;
    if (openForMs === 0) return;
    held?.leave();
    throw this.#overloaded('circuit_open', 'The circuit is open: the provider kept failing.', openForMs);
  }

  async #waitForRetry(step: Step, failed: Failed, number: number): Promise<number> {
    const { policy, budget, clock, random } = this.#pipeline;
    const { failure, outcome } = failed;
    if (number >= policy.retry.attempts || !this.#mayRepeat(failure, outcome, step.repeat, step.key))
      throw this.#toError(failed);
    const waitMs = backoffMs(policy, failure, number, random);
    if (!(waitMs < this.#remainingMs()) || !budget.take(failure)) throw this.#toError(failed);
    await pause(clock, waitMs, this.#signal); // who was given up meanwhile is not admitted
    return waitMs;
  }

  #mayRepeat(failure: Failure, outcome: Outcome, repeat: Repeat, key: string | undefined): boolean {
    const keyHonoured = key !== undefined && this.#pipeline.idempotency.kind === 'native';
    return mayRepeat(failure, outcome, repeat, keyHonoured);
  }

  #limit(): { readonly ms: number; readonly by: Interruption } {
    const remainingMs = this.#remainingMs();
    return remainingMs <= this.#timeoutMs
      ? { ms: remainingMs, by: 'deadline' }
      : { ms: this.#timeoutMs, by: 'timeout' };
  }

  /** Bytes moved: the deadline is counted from now. */
  #extend(): void {
    this.#deadlineAt = this.#pipeline.clock.monotonic() + this.#deadlineMs;
    this.#frame?.restart?.();
  }

  #remainingMs(): number {
    return Math.max(0, this.#deadlineAt - this.#pipeline.clock.monotonic());
  }

  async #keyOf(step: string | undefined): Promise<string | undefined> {
    const { name, options } = this.#invocation;
    if (options.idempotencyKey === undefined) return undefined;
    return vendorKey([name, step ?? '', options.idempotencyKey], this.#pipeline.idempotency.maxLength);
  }

  #record(step: Step, attempt: LiveAttempt, startedAt: number, waitedMs: number, failed?: Failed) {
    const { status, requestId } = attempt.trace;
    const record: AttemptRecord = {
      ...(step.name !== undefined && { step: step.name }),
      number: attempt.number,
      durationMs: this.#pipeline.clock.monotonic() - startedAt,
      waitedMs,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId: redact(requestId, this.#personal()) }),
      ...(failed !== undefined && { code: failed.failure.code, outcome: failed.outcome }),
    };
    this.#invocation.attempts.push(record);
    return record;
  }

  /** What a vendor may echo, and nobody may print. */
  #personal(): readonly string[] {
    return personalValues(this.#invocation.input, this.#invocation.spec.personal);
  }

  /** The frame of a composed operation knows better than its steps why it ended. */
  #interrupted(by: Interruption): IntegrationError {
    const why = this.#signal?.aborted ? interruptionOf(this.#signal) : by;
    return this.#toError(diagnose(new Interrupted(why), newTrace(), 'never', () => undefined));
  }

  #overloaded(reason: string, message: string, retryAfterMs?: number): IntegrationError {
    const wait = retryAfterMs !== undefined && { retryAfterMs };
    const failure: Failure = { code: 'overloaded', reason, message, ...wait };
    return this.#toError({ failure, outcome: 'not_applied' });
  }

  /** A step's error, raised to what the other steps of its operation have done. */
  #withOutcome(error: IntegrationError): IntegrationError {
    const outcome = accumulate(error.outcome, this.#outcome);
    return outcome === error.outcome
      ? error
      : new IntegrationError({ ...error.toJSON(), outcome }, unwrap(error));
  }

  #toError({ failure, outcome, raw }: Failed): IntegrationError {
    const { name, spec, options, attempts } = this.#invocation;
    const whole = accumulate(this.#outcome, outcome);
    const repeatable = this.#mayRepeat(failure, whole, spec.repeat, options.idempotencyKey);
    const named: Failure = repeatable ? failure : { ...failure, retryable: false };
    return toError(this.#pipeline, name, { failure: named, outcome: whole, raw }, attempts, this.#personal());
  }
}
