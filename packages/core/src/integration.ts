// Without it a user with neither this library nor @types/node loses the facade’s types, and every call compiles.
/// <reference lib="esnext.disposable" preserve="true" />

import type { Attempt, AttemptRecord, CallOptions } from './call.ts';
import type { AnyCapabilities, Repeat } from './contract.ts';
import type { IntegrationError } from './error.ts';
import type { BreakerState } from './policy/breaker.ts';

/** What every facade is, whatever its category and vendor. @sealed */
export interface Integration extends AsyncDisposable {
  readonly category: string;
  readonly provider: string;
  /** The instance's name: the category, unless `setup.name` says otherwise. */
  readonly name: string;
  readonly capabilities: AnyCapabilities;
  /** Longest that a call may take which does not say so itself, in milliseconds. */
  readonly deadlineMs: number;
  /** True when the provider has the operation, for example `refunds.create`. */
  supports(operation: string): boolean;
  /**
   * One cheap, authenticated, harmless read. The answer is kept for 15 s, callers at the same time share one request,
   * and it is never retried. It never sends mail or moves money.
   * @throws `IntegrationError`: the same codes as any other call.
   */
  check(): Promise<void>;
  /** Passive signals; never calls the vendor. */
  health(): IntegrationHealth;
  /** Offline: which of the needs of this call the provider does not meet. An empty list means that it may be made. */
  explain(operation: string, input?: unknown): readonly string[];
  /** Frees what the instance holds. Calls after it fail. */
  close(): Promise<void>;
}

/** The typed way down to the vendor's own client. */
export interface Native<Client> {
  /** The vendor's client, the same that the adapter uses, hence without retries. */
  native(): Promise<Client>;
  /**
   * A call of the vendor's client under this instance's policy: retried, timed, its errors mapped. Pass
   * `attempt.headers` on with the request, so that core sees how far it came.
   */
  use<T>(
    name: string,
    rules: CallOptions & { readonly repeat: Repeat },
    work: (client: Client, attempt: Attempt) => Promise<T>,
  ): Promise<T>;
}

/** What `health()` tells of one instance. @sealed */
export interface IntegrationHealth {
  readonly category: string;
  readonly provider: string;
  /** The name of the instance. */
  readonly name: string;
  /** `warn`: the circuit is not closed. No request is made to find out. */
  readonly status: 'pass' | 'warn';
  readonly circuit: BreakerState;
  /** Attempts under way now. */
  readonly inFlight: number;
  /** When an attempt last succeeded; absent before the first. */
  readonly lastSuccessAt?: Date;
  /** When the vendor last failed; a decline is no fault. */
  readonly lastFaultAt?: Date;
}

/** One call of a facade, as an interceptor sees it. @sealed */
export interface OperationInfo {
  readonly category: string;
  readonly provider: string;
  /** The instance's name. */
  readonly integration: string;
  /** `<category>.<operation>` */
  readonly operation: string;
  /** A call by `use`: the application has named it, not the contract. */
  readonly isNative: boolean;
  /** Grows while the call runs. */
  readonly attempts: readonly AttemptRecord[];
}

/** One attempt of a call, as an interceptor sees it. @sealed */
export interface AttemptInfo {
  /** The call: the same object that `around` was given. */
  readonly operation: OperationInfo;
  /** The step of a composed operation. */
  readonly step: string | undefined;
  /** 1-based within the step. */
  readonly number: number;
  /** An idempotency key goes out with it. */
  readonly isKeyed: boolean;
}

/** A call of a failover group that goes on to the next member. @sealed */
export interface MoveInfo {
  /** The group's call: the same object that `around` was given. */
  readonly operation: OperationInfo;
  /** The name of the member that certainly did nothing. */
  readonly from: string;
  readonly error: IntegrationError;
}

/** Middleware around every call: telemetry, audit, a user's own rules. */
export interface Interceptor {
  around<T>(operation: OperationInfo, next: () => Promise<T>): Promise<T>;
  /**
   * Watches one attempt: `next`, to be called at once, makes the vendor's request and resolves to what became of it,
   * failed or not. A watcher changes nothing: the call does not wait for it, and what it throws is ignored.
   */
  attempt?(attempt: AttemptInfo, next: () => Promise<AttemptRecord>): Promise<AttemptRecord>;
  /** Told that a call of a failover group moves on. It must not throw. */
  moved?(move: MoveInfo): void;
}
