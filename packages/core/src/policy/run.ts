import type { Attempt, AttemptRecord, CallOptions } from '../call.ts';
import type { Outcome } from '../codes.ts';
import type { OperationSpec, Repeat } from '../contract.ts';
import { IntegrationError } from '../error.ts';
import { accumulate, type Failure, mayRepeat, newTrace } from '../failure.ts';
import { vendorKey } from '../idempotency-key.ts';
import { personalValues, redact } from '../redaction.ts';
import { Interrupted, LiveAttempt, pause, race } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import { answeredWell, diagnose, type Failed } from './diagnose.ts';
import type { Pipeline } from './pipeline.ts';

/** What one call is about. */
export interface Invocation {
  /** `<category>.<operation>` */
  readonly name: string;
  readonly spec: Pick<OperationSpec, 'repeat' | 'money' | 'personal'>;
  readonly input: unknown;
  readonly options: CallOptions;
  /** Filled while the call runs. */
  readonly attempts: AttemptRecord[];
}

type Work<T> = (attempt: Attempt) => Promise<T>;

interface Step {
  readonly name: string | undefined;
  readonly repeat: Repeat;
  readonly key: string | undefined;
}

/** One call of a facade, from its total deadline inwards. */
export class Run {
  readonly #pipeline: Pipeline;
  readonly #invocation: Invocation;
  readonly #signal: AbortSignal | undefined;
  readonly #deadlineAt: number;
  readonly #timeoutMs: number;
  #outcome: Outcome = 'not_applied';

  constructor(pipeline: Pipeline, invocation: Invocation) {
    const { policy, clock } = pipeline;
    const { options, spec } = invocation;
    this.#pipeline = pipeline;
    this.#invocation = invocation;
    this.#signal = options.signal;
    this.#deadlineAt = clock.monotonic() + (options.deadlineMs ?? policy.deadlineMs);
    this.#timeoutMs = options.timeoutMs ?? (spec.money ? policy.moneyTimeoutMs : policy.timeoutMs);
  }

  /** Work that is no attempt (loading a client, the body of a composed operation), within the deadline. */
  async bounded<T>(work: Work<T>): Promise<T> {
    if (this.#signal?.aborted) throw this.#gaveUp();
    const { clock, control, toFailure } = this.#pipeline;
    const frame = new LiveAttempt(1, undefined, control);
    const limit = { ms: this.#remainingMs(), by: 'deadline' } as const;
    try {
      return await race(
        () => work(frame),
        clock,
        limit,
        this.#signal,
        (end) => frame.end(end),
      );
    } catch (error) {
      throw IntegrationError.is(error)
        ? error
        : this.#toError(diagnose(error, frame.trace, 'never', toFailure));
    }
  }

  /** One vendor request under the policy. A native operation is one step without a name. */
  async step<T>(name: string | undefined, repeat: Repeat, work: Work<T>): Promise<T> {
    const step: Step = { name, repeat, key: repeat === 'keyed' ? await this.#keyOf(name) : undefined };
    for (let number = 1, waitedMs = 0; ; number += 1) {
      const waiting = this.#admit();
      if (waiting !== undefined) await waiting;
      const attempt = new LiveAttempt(number, step.key, this.#pipeline.control);
      const result = await this.#attempt(step, attempt, work, waitedMs);
      if ('value' in result) return result.value;
      waitedMs = await this.#waitForRetry(step, result.failed, number);
    }
  }

  async #attempt<T>(step: Step, attempt: LiveAttempt, work: Work<T>, waitedMs: number) {
    const { clock, breaker, bulkhead, budget, seen, toFailure } = this.#pipeline;
    const startedAt = clock.monotonic();
    let raw: unknown;
    try {
      const value = await race(
        () => work(attempt),
        clock,
        this.#limit(),
        this.#signal,
        (end) => attempt.end(end),
      );
      if (answeredWell(attempt.trace)) {
        breaker.record();
        budget.refill();
        seen.successAt = clock.now();
        this.#record(step, attempt, startedAt, waitedMs);
        return { value };
      }
    } catch (error) {
      raw = error;
    } finally {
      bulkhead.leave();
    }
    const failed = diagnose(raw, attempt.trace, step.repeat, toFailure);
    breaker.record(failed.failure.code);
    seen.faultAt = clock.now();
    this.#record(step, attempt, startedAt, waitedMs, failed);
    this.#outcome = accumulate(this.#outcome, failed.outcome);
    return { failed };
  }

  /** Breaker, rate limiter, bulkhead. Returns a promise only when there is something to wait for. */
  #admit(): Promise<void> | undefined {
    const { breaker, rateLimiter, bulkhead } = this.#pipeline;
    if (this.#signal?.aborted) throw this.#gaveUp();
    const openForMs = breaker.admit();
    if (openForMs > 0)
      throw this.#overloaded('circuit_open', 'The circuit is open: the provider kept failing.', openForMs);
    const waitMs = rateLimiter.reserve(this.#remainingMs());
    if (waitMs === undefined)
      throw this.#refuse('rate_limit', 'The local rate limit has no place before the deadline.');
    const place = waitMs === 0 ? bulkhead.enter(this.#signal) : undefined;
    if (place === true) return undefined;
    return this.#enterLater(waitMs, place);
  }

  async #enterLater(waitMs: number, promised: boolean | Promise<boolean> | undefined): Promise<void> {
    const { clock, bulkhead } = this.#pipeline;
    const waited = waitMs === 0 || (await pause(clock, waitMs, this.#signal));
    const place = waited && (promised ?? bulkhead.enter(this.#signal));
    if (waited && place === false)
      throw this.#refuse('bulkhead_full', 'Too many calls of this instance are in flight.');
    if (await place) return;
    this.#pipeline.breaker.release();
    throw this.#gaveUp();
  }

  async #waitForRetry(step: Step, failed: Failed, number: number): Promise<number> {
    const { policy, budget, clock, random, idempotency } = this.#pipeline;
    const { failure, outcome } = failed;
    const keyHonoured = step.key !== undefined && idempotency.kind === 'native';
    if (number >= policy.retry.attempts || !mayRepeat(failure, outcome, step.repeat, keyHonoured))
      throw this.#toError(failed);
    const waitMs = backoffMs(policy, failure, number, random);
    if (waitMs >= this.#remainingMs() || !budget.take(failure)) throw this.#toError(failed);
    if (!(await pause(clock, waitMs, this.#signal))) throw this.#gaveUp();
    return waitMs;
  }

  #limit(): { readonly ms: number; readonly by: Interrupted['by'] } {
    const remainingMs = this.#remainingMs();
    return remainingMs <= this.#timeoutMs
      ? { ms: remainingMs, by: 'deadline' }
      : { ms: this.#timeoutMs, by: 'timeout' };
  }

  #remainingMs(): number {
    return Math.max(0, this.#deadlineAt - this.#pipeline.clock.monotonic());
  }

  async #keyOf(step: string | undefined): Promise<string | undefined> {
    const { idempotencyKey } = this.#invocation.options;
    if (idempotencyKey === undefined) return undefined;
    const parts = [this.#invocation.name, step ?? '', idempotencyKey];
    return vendorKey(parts, this.#pipeline.idempotency.maxLength);
  }

  #record(step: Step, attempt: LiveAttempt, startedAt: number, waitedMs: number, failed?: Failed): void {
    const { status, requestId } = attempt.trace;
    this.#invocation.attempts.push({
      ...(step.name !== undefined && { step: step.name }),
      number: attempt.number,
      durationMs: this.#pipeline.clock.monotonic() - startedAt,
      waitedMs,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      ...(failed !== undefined && { code: failed.failure.code, outcome: failed.outcome }),
    });
  }

  #gaveUp(): IntegrationError {
    return this.#toError(diagnose(new Interrupted('aborted'), newTrace(), 'never', () => undefined));
  }

  #refuse(reason: string, message: string): IntegrationError {
    this.#pipeline.breaker.release();
    return this.#overloaded(reason, message);
  }

  #overloaded(reason: string, message: string, retryAfterMs?: number): IntegrationError {
    const failure: Failure = {
      code: 'overloaded',
      reason,
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    return this.#toError({ failure, outcome: 'not_applied' });
  }

  #toError({ failure, outcome, raw }: Failed): IntegrationError {
    const { name, input, spec, attempts } = this.#invocation;
    const personal = personalValues(input, spec.personal ?? []);
    return toError(
      this.#pipeline,
      name,
      { failure, outcome: accumulate(this.#outcome, outcome), raw },
      attempts,
      personal,
    );
  }
}

/** The error that leaves the facade: everything in it is redacted. */
export function toError(
  { identity }: Pick<Pipeline, 'identity'>,
  operation: string,
  { failure, outcome, raw }: Failed,
  attempts: readonly AttemptRecord[] = [],
  personal: readonly string[] = [],
): IntegrationError {
  const { code, reason, vendor, message, retryable, retryAfterMs, requestId } = failure;
  const clean = (text: string): string => redact(text, personal);
  const what = clean(
    message ?? vendor?.message ?? `The provider answered ${vendor?.status ?? 'with an error'}.`,
  );
  const details = {
    ...identity,
    code,
    outcome,
    operation,
    attempts,
    message: `${operation} failed at ${identity.provider} (${reason ?? code}): ${what}`,
    ...(reason !== undefined && { reason }),
    ...(retryable !== undefined && { retryable }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(requestId !== undefined && { requestId }),
    ...(vendor && {
      vendor: { ...vendor, ...(vendor.message !== undefined && { message: clean(vendor.message) }) },
    }),
  };
  return new IntegrationError(details, raw);
}
