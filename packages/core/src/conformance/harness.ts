import type { Clock } from '../clock.ts';
import type { AnyCapabilities } from '../contract.ts';
import type { Integration } from '../integration.ts';
import type { PolicyOptions } from '../policy/policy.ts';
import type { Setup } from '../setup.ts';
import type { Wire, WireHandler } from './wire.ts';

/** What an adapter hands to the suite of its category: a way to start fresh subjects. */
export interface Harness<
  Subject extends BaseSubject = BaseSubject,
  C extends AnyCapabilities = AnyCapabilities,
> {
  /** `stripe`, `sandbox`, … */
  readonly provider: string;
  readonly capabilities: C;
  /**
   * Cases that cannot apply although the capabilities do not tell, by id, in which `*` stands for anything; each with
   * the reason that the report gives: `{ 'resilience.*.html_*': 'an SMTP server sends no pages' }`. A pattern that no
   * case has any more is an error, and so is one with a case that passes: exempted cases are run all the same.
   */
  readonly exempt?: Readonly<Record<string, string>>;
  /**
   * Fixtures that cannot be had, each with the reason that the report gives: cases that need one do not apply. `wire`
   * where the server is a real one, which no fault can be planted on; each category says which else may be lacking.
   */
  readonly lacks?: Readonly<Record<string, string>>;
  /** A fresh account with nothing in it, and a facade over it. */
  start(options?: StartOptions<Subject['facade']>): Promise<Subject>;
}

/** How a fresh account and its facade differ from the usual. */
export interface StartOptions<F extends Integration = Integration> {
  /** `wrong`: a credential that the provider refuses. */
  readonly credential?: 'right' | 'wrong';
  readonly policy?: PolicyOptions;
  /** Something broken on purpose, to prove that the suite notices. A harness without a wire knows only `factory`. */
  readonly planted?: Planted<F>;
}

/** What may be broken on purpose. */
export interface Planted<F extends Integration = Integration> {
  /** Made in place of the adapter's own factory, with the same options and setup. */
  readonly factory?: (options: never, setup: Setup) => F;
  /** Stands before the handler of the provider's fake. */
  readonly handle?: (next: WireHandler) => WireHandler;
}

/** One account and one facade over it; each category adds what its cases need of the far side. */
export interface BaseSubject<F extends Integration = Integration> extends AsyncDisposable {
  /** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
  readonly facade: F;
  /** The facade's clock; stands still unless `settle` or `advance` moves it. */
  readonly clock: MovableClock;
  /** Lets time run until the promise settles. */
  settle<T>(promise: Promise<T>): Promise<SettledCall<T>>;
  /** Every configured secret. */
  readonly secrets: readonly string[];
  /** The provider's wire; absent for one that is embedded, and where `lacks` names it. */
  readonly wire?: Wire;
}

/** A clock that a test moves, in milliseconds. */
export interface MovableClock extends Clock {
  advance(ms: number): Promise<void>;
}

/** How a promise ended, and how long that took on the facade's clock. */
export type SettledCall<T> =
  | { readonly status: 'fulfilled'; readonly value: T; readonly elapsedMs: number }
  | { readonly status: 'rejected'; readonly reason: unknown; readonly elapsedMs: number };

/** One named behaviour. Runs under any test runner. */
export interface ConformanceCase<
  Subject extends BaseSubject = BaseSubject,
  C extends AnyCapabilities = AnyCapabilities,
> {
  /** `<group>.<operation>.<behaviour>` */
  readonly id: string;
  /** What it is about: `contract`, `unsupported`, `errors`, `resilience`, `redaction`, `webhooks`, `scenarios`, … */
  readonly group: string;
  /** The operation, or the contract's method, that it is about. */
  readonly operation: string;
  /** The behaviour, as a sentence. */
  readonly title: string;
  /** The text of the body and its parameters: no two cases have the same. */
  readonly fingerprint: string;
  /** Why the case does not apply to this provider, or `undefined` when it does. */
  skip(harness: Harness<Subject, C>): string | undefined;
  run(harness: Harness<Subject, C>): Promise<void>;
}
