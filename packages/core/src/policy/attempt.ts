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

/** One attempt: its signal and its place in the transport exist only once somebody asks for them. */
export class LiveAttempt implements Attempt, Binding {
  readonly trace = newTrace();
  readonly number: number;
  readonly idempotencyKey: string | undefined;
  readonly #control: TransportControl;
  #controller: AbortController | undefined;
  #boundAs: string | undefined;

  constructor(number: number, idempotencyKey: string | undefined, control: TransportControl) {
    this.number = number;
    this.idempotencyKey = idempotencyKey;
    this.#control = control;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  get headers(): Readonly<Record<string, string>> {
    this.#boundAs ??= this.#control.bind(this);
    return { [attemptHeader]: this.#boundAs };
  }

  /** Ends the attempt: nothing of it may go out any more. */
  end(reason?: Interrupted): void {
    if (reason !== undefined) this.#controller?.abort(reason);
    if (this.#boundAs !== undefined) this.#control.release(this.#boundAs);
  }
}

/** Settles with the work, or rejects with `Interrupted` at the limit or at the caller's signal: whichever is first. */
export function race<T>(
  work: () => Promise<T>,
  clock: Clock,
  limit: { readonly ms: number; readonly by: Interruption },
  signal: AbortSignal | undefined,
  end: (reason?: Interrupted) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const finish = (reason?: Interrupted): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      end(reason);
    };
    const interrupt = (by: Interruption): void => {
      const reason = new Interrupted(by);
      finish(reason);
      reject(reason);
    };
    const onAbort = (): void => interrupt('aborted');
    const cancelTimer = clock.after(limit.ms, () => interrupt(limit.by));
    signal?.addEventListener('abort', onAbort);
    work().then(
      (value) => {
        finish();
        resolve(value);
      },
      (error: unknown) => {
        finish();
        reject(error);
      },
    );
  });
}

/** Waits, unless the caller gives up first; `false` then. */
export function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (waited: boolean): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(waited);
    };
    const onAbort = (): void => finish(false);
    const cancelTimer = clock.after(ms, () => finish(true));
    signal?.addEventListener('abort', onAbort);
  });
}
