/** What one request meets between the application and the books of the vendor. */
export type Fault =
  | { readonly kind: 'none' }
  /** Nobody listens. */
  | { readonly kind: 'unreachable' }
  /** The connection breaks, and the vendor has seen nothing. */
  | { readonly kind: 'drop_before' }
  /** It is done, and the connection breaks. */
  | { readonly kind: 'drop_after' }
  /** No answer ever comes. */
  | { readonly kind: 'hang'; readonly commits: boolean }
  /** It arrives late, also when nobody waits for it any more. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** It is done at once, and the answer comes late. */
  | { readonly kind: 'slow_answer'; readonly ms: number }
  /** The network delivers it twice; one of the answers comes back. */
  | { readonly kind: 'duplicate'; readonly gapMs: number; readonly answer: 'first' | 'second' }
  /** The next request to the vendor overtakes it. */
  | { readonly kind: 'reorder' }
  /** The vendor fails before it did anything. */
  | { readonly kind: 'error_before'; readonly status: 500 | 503 }
  /** It is done, and the vendor, or a proxy in its place, says that it failed. */
  | { readonly kind: 'error_after'; readonly status: 500 | 503; readonly says: 'vendor' | 'proxy' }
  /** It is done, and the vendor's own failure is what the key is answered with from now on. */
  | { readonly kind: 'stored_error' }
  /** The vendor does not know the credential. */
  | { readonly kind: 'refused' }
  /** The vendor has too much to do. */
  | { readonly kind: 'limited'; readonly waitSeconds: number | undefined }
  /** It is done, and the answer of success cannot be read. */
  | { readonly kind: 'garbled' }
  /** It is done, and the connection breaks within the answer. */
  | { readonly kind: 'cut_answer' };

/** What is wanted: the same intent is the same key. */
export interface Intent {
  readonly operation: 'create' | 'refund';
  readonly index: number;
}

/** When the caller gives up: after so many turns of the event loop, or after a time. */
export type GivesUp = { readonly turns: number } | { readonly ms: number };

/** One thing that happens; the next one follows when it is done. */
export type Step =
  | {
      readonly does: 'call';
      readonly machine: number;
      /** Who wants it delivers it to both machines at once. */
      readonly isDeliveredTwice: boolean;
      readonly intent: Intent;
      readonly deadlineMs: number;
      readonly givesUp: GivesUp | undefined;
      /** Until when nothing else happens: the call's end, or so many turns of the event loop. */
      readonly until: 'end' | number;
    }
  /** Time passes. */
  | { readonly does: 'pass'; readonly ms: number }
  /** A machine's clock is set: it differs from the true time by so much now. */
  | { readonly does: 'jump'; readonly machine: number; readonly offMs: number }
  /** A machine's process ends in the midst of what it does, and another one takes its place. */
  | { readonly does: 'restart'; readonly machine: number; readonly turns: number }
  /** A machine asks the provider about what is unresolved. */
  | { readonly does: 'reconcile'; readonly machine: number }
  /** The vendor tells a machine of everything that it did, once more. */
  | { readonly does: 'events'; readonly machine: number };

/** Settings of both machines. */
export interface Settings {
  readonly retries: boolean;
  readonly breaker: boolean;
  /** What the bucket for retries holds; one costs 10. */
  readonly budget: number;
  /** Attempts in flight at once. */
  readonly concurrent: number;
  readonly memory: 'process' | 'file';
  /** How many turns of the event loop each machine waits for the memory. */
  readonly waits: readonly [number, number];
  /** Of jitter. */
  readonly seed: number;
}

/** All that happens, and what each vendor's account does to the requests in the order in which they leave. */
export interface Script {
  readonly settings: Settings;
  readonly steps: readonly Step[];
  readonly faults: readonly (readonly Fault[])[];
}

/** The idempotency key of an intent. */
export function keyOf({ operation, index }: Intent): string {
  return `${operation}-${index}`;
}
