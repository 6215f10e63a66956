import type { Attempt } from '../call.ts';
import type { Clock } from '../clock.ts';
import { newTrace } from '../failure.ts';
import { attemptHeader, type Binding, type TransportControl } from '../transport.ts';

/** Why an attempt was cut short by us. */
export type Interruption = 'timeout' | 'deadline' | 'aborted';

/** What `race` rejects with when the attempt was cut short. */
export class Interrupted extends Error {
  readonly by: Interruption;

  constructor(by: Interruption) {
    super(by);
    this.by = by;
  }
}

/** Why a signal was aborted: by us, as the frame around a step is, or by the caller. */
export function interruptionOf({ reason }: AbortSignal): Interruption {
  return reason instanceof Interrupted ? reason.by : 'aborted';
}

/** One attempt: its signal and its place in the transport exist only once somebody asks for them. */
export class LiveAttempt implements Attempt, Binding {
  readonly trace = newTrace();
  readonly number: number;
  readonly idempotencyKey: string | undefined;
  /** The driver made a result of an answer whose status is no success. */
  accepted = false;
  /** The breaker's period in which it was admitted. */
  period = 0;
  /** Until when it keeps its place, where that is later than its end. */
  held: Promise<unknown> | undefined;
  /** Moves the deadlines around the attempt; then its own limit is set anew. */
  onProgress: (() => void) | undefined;
  /** Sets the limit of the race anew. */
  restart: (() => void) | undefined;
  readonly #control: TransportControl;
  #controller: AbortController | undefined;
  #boundAs: string | undefined;
  #over = false;

  constructor(number: number, idempotencyKey: string | undefined, control: TransportControl) {
    this.number = number;
    this.idempotencyKey = idempotencyKey;
    this.#control = control;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#over) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  get headers(): Readonly<Record<string, string>> {
    // A driver that asks only after the end gets a binding that the transport does not know.
    this.#boundAs ??= this.#over ? '' : this.#control.bind(this);
    return { [attemptHeader]: this.#boundAs };
  }

  acceptRefusal(): void {
    this.accepted = true;
  }

  progress(): void {
    if (this.#over) return;
    this.onProgress?.();
    this.restart?.();
  }

  hold(end: Promise<unknown>): void {
    this.held = end;
  }

  /** Ends the attempt: no request of it may go out any more. */
  end(): void {
    this.#over = true;
    if (this.#boundAs !== undefined) this.#control.release(this.#boundAs);
  }

  /** Ends it, and stops what is under way. */
  abandon(reason: unknown): void {
    this.end();
    this.#controller?.abort(reason);
  }
}

export type Work<T> = (attempt: Attempt) => Promise<T>;

interface Limit {
  readonly ms: number;
  readonly by: Interruption;
}

/**
 * Settles with the work, or rejects with `Interrupted` at the limit or at the signal: whichever is first. The limit is
 * asked for again when the attempt makes progress.
 */
export function race<T>(
  work: Work<T>,
  attempt: LiveAttempt,
  clock: Clock,
  limit: () => Limit,
  signal: AbortSignal | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stopWatching = (): void => {
      stopTimer();
      signal?.removeEventListener('abort', onAbort);
    };
    const succeed = (value: T): void => {
      stopWatching();
      attempt.end();
      resolve(value);
    };
    const fail = (error: unknown): void => {
      stopWatching();
      attempt.abandon(error);
      reject(error);
    };
    const onAbort = (): void => fail(new Interrupted(signal ? interruptionOf(signal) : 'aborted'));
    const stopTimer = startTimer(attempt, clock, limit, fail);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) return onAbort();
    try {
      Promise.resolve(work(attempt)).then(succeed, fail);
    } catch (error) {
      fail(error); // thrown before there was a promise
    }
  });
}

/** The timer of a race. The attempt sets it anew when it makes progress. */
function startTimer(
  attempt: LiveAttempt,
  clock: Clock,
  limit: () => Limit,
  fail: (error: Interrupted) => void,
): () => void {
  const start = (): (() => void) => {
    const { ms, by } = limit();
    return clock.after(ms, () => fail(new Interrupted(by)));
  };
  let cancel = start();
  attempt.restart = () => {
    cancel();
    cancel = start();
  };
  return () => {
    attempt.restart = undefined;
    cancel();
  };
}

/** How a wait ended. */
export type WaitEnd = 'elapsed' | 'aborted' | 'turn';

/** Waits, unless the caller gives up or its turn in the queue comes first. */
export function pause(
  clock: Clock,
  ms: number,
  signal: AbortSignal | undefined,
  queue?: Set<() => void>,
): Promise<WaitEnd> {
  if (signal?.aborted) return Promise.resolve('aborted');
  return new Promise((resolve) => {
    const finish = (end: WaitEnd): void => {
      queue?.delete(onTurn);
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(end);
    };
    const onTurn = (): void => finish('turn');
    const onAbort = (): void => finish('aborted');
    const cancelTimer = clock.after(ms, () => finish('elapsed'));
    signal?.addEventListener('abort', onAbort);
    queue?.add(onTurn);
  });
}
