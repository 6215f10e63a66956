import type { OperationName } from '@patchbay/core';
import { assertEqual, assertError, Scene } from '@patchbay/core/conformance';
import type { StateApi } from '../api.ts';
import { stateReasons } from '../reasons.ts';
import type { CompareAndSwap } from '../record.ts';
import type { AnyState, StateSubject } from './harness.ts';

/** One fresh store as the cases use it, with the steps that many cases share. */
export class StateScene extends Scene<StateSubject> {
  readonly state: AnyState;
  #keys = 0;

  constructor(subject: StateSubject) {
    super(subject, stateReasons);
    this.state = subject.facade;
  }

  /** A key that is new in this store. */
  key(name = 'record'): string {
    this.#keys += 1;
    return `cases/${name}-${this.#keys}`;
  }

  /** A life that is short where it has to be waited for. */
  get lifeMs(): number {
    return this.subject.canAdvance ? 2000 : 1600;
  }

  /** A life whose end nobody waits for: a busy machine must not come to it. */
  get longMs(): number {
    return this.subject.canAdvance ? this.lifeMs : 20_000;
  }

  /** Goes to the last moment of a life that has just begun. */
  async untilJustBefore(ms: number = this.lifeMs): Promise<void> {
    await this.clock.advance(this.subject.canAdvance ? ms - 1 : ms / 8);
  }

  /** Goes from there to the first moment after it. */
  async untilTheEnd(ms: number = this.lifeMs): Promise<void> {
    await this.clock.advance(this.subject.canAdvance ? 1 : ms);
  }

  /** Goes to the very end of a life that has just begun. */
  async pass(ms: number = this.lifeMs): Promise<void> {
    await this.untilJustBefore(ms);
    await this.untilTheEnd(ms);
  }

  put(key: string, value: string, ttlMs?: number): Promise<void> {
    return this.value(this.state.put({ key, value, ...(ttlMs !== undefined && { ttlMs }) }));
  }

  /** A record that is there, by a new key. */
  async made(value = 'a postcard', ttlMs?: number): Promise<{ readonly key: string }> {
    const key = this.key();
    await this.put(key, value, ttlMs);
    return { key };
  }

  /** The value under a key; `undefined` where nothing is there. */
  async read(key: string): Promise<string | undefined> {
    return (await this.value(this.state.get(key)))?.value;
  }

  async assertKept(key: string, value: string | undefined): Promise<void> {
    assertEqual(await this.read(key), value, `what is kept under ${JSON.stringify(key)}`);
  }

  /**
   * Fails unless a call with an impossible input is refused. An operation that the provider lacks has its own cases.
   */
  async assertRefused(operation: OperationName<StateApi>, call: () => Promise<unknown>): Promise<void> {
    if (!this.state.supports(operation)) return;
    assertError(await this.failure(call()), { code: 'invalid_request', outcome: 'not_applied' });
  }

  /** Swaps, and fails unless it ends as expected. */
  async assertSwap(input: CompareAndSwap, isSwapped: boolean, value: string | undefined): Promise<void> {
    const { value: now, ...result } = await this.value(this.state.cas(input));
    assertEqual([result.isSwapped, now], [isSwapped, value], 'whether it was swapped, and what is there');
    await this.assertKept(input.key, value);
  }

  /** Every key that a list gives, once each and in order. */
  async listed(prefix: string, limit?: number): Promise<readonly string[]> {
    const keys = await this.all(this.state.list({ prefix }, limit === undefined ? {} : { limit }));
    return [...new Set(keys)].toSorted();
  }

  /** So many callers over several facades on the same store. */
  async clients(count: number): Promise<readonly AnyState[]> {
    const facades = [this.state, await this.subject.another(), await this.subject.another()];
    return Array.from({ length: count }, (_, index) => facades[index % facades.length] ?? this.state);
  }
}
