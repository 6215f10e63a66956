import type { Pages } from '../contract.ts';
import type { IntegrationError } from '../error.ts';
import { assert, CaseFailure } from './assert.ts';
import { asWellFormed, describeError, type Reasons } from './error-form.ts';
import type { BaseSubject, MovableClock } from './harness.ts';
import type { Wire, WireRequest } from './wire.ts';

/** One fresh account as the cases use it. A category extends it with the steps that many of its cases share. */
export class Scene<Subject extends BaseSubject = BaseSubject> {
  readonly subject: Subject;
  readonly clock: MovableClock;
  readonly #reasons: Reasons;
  readonly #run = crypto.randomUUID();
  #keys = 0;

  constructor(subject: Subject, reasons: Reasons) {
    this.subject = subject;
    this.clock = subject.clock;
    this.#reasons = reasons;
  }

  /** What the application holds. */
  get facade(): Subject['facade'] {
    return this.subject.facade;
  }

  /** The provider's wire; cases that need it are skipped where there is none. */
  get wire(): Wire {
    const { wire } = this.subject;
    assert(wire !== undefined, 'this case needs a wire');
    return wire;
  }

  /** How many requests the provider has had; 0 for one without a wire. */
  get requestCount(): number {
    return this.subject.wire?.requests().length ?? 0;
  }

  /** Begins to count: the function tells the requests from now on. */
  recordRequests(): () => readonly WireRequest[] {
    const before = this.requestCount;
    return () => this.subject.wire?.requests().slice(before) ?? [];
  }

  /** Call options with a key that nobody else uses. */
  once(): { readonly idempotencyKey: string } {
    this.#keys += 1;
    return { idempotencyKey: `${this.#run}:${this.#keys}` };
  }

  /** What a call that has to succeed resolves to. */
  async value<T>(call: Promise<T>): Promise<T> {
    const settled = await this.subject.settle(call);
    if (settled.status === 'fulfilled') return settled.value;
    throw new CaseFailure(`The call should have succeeded. It failed: ${describeError(settled.reason)}`);
  }

  /** The error of a call that has to fail; it must have the form that every error has. */
  async failure(call: Promise<unknown>): Promise<IntegrationError> {
    return (await this.timedFailure(call)).error;
  }

  /** The error of a call that has to fail, and how long that took on the facade's clock. */
  async timedFailure(
    call: Promise<unknown>,
  ): Promise<{ readonly error: IntegrationError; readonly elapsedMs: number }> {
    const { elapsedMs, ...settled } = await this.subject.settle(call);
    if (settled.status === 'rejected')
      return { error: asWellFormed(settled.reason, this.facade.category, this.#reasons), elapsedMs };
    throw new CaseFailure(`The call should have failed. It resolved to ${JSON.stringify(settled.value)}`);
  }

  /** All items of a list. */
  async all<T>(pages: Pages<T>): Promise<readonly T[]> {
    return this.value(collect(pages));
  }
}

async function collect<T>(pages: Pages<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
