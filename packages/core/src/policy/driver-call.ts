import type { Attempt, Call } from '../call.ts';
import type { Repeat } from '../contract.ts';
import { DriverFailure } from '../failure.ts';
import type { Run } from './run.ts';

/** Page asked for; lists only. */
export interface PageRequest {
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/** A call as the driver sees it: its attempt, the page asked for and, for a composed operation, steps. */
export class DriverCall implements Call {
  readonly #attempt: Attempt;
  readonly #page: PageRequest;
  readonly #run: Run | undefined;

  constructor(attempt: Attempt, page: PageRequest, run?: Run) {
    this.#attempt = attempt;
    this.#page = page;
    this.#run = run;
  }

  get signal(): AbortSignal {
    return this.#attempt.signal;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#attempt.headers;
  }

  get number(): number {
    return this.#attempt.number;
  }

  get idempotencyKey(): string | undefined {
    return this.#attempt.idempotencyKey;
  }

  acceptRefusal(): void {
    this.#attempt.acceptRefusal();
  }

  progress(): void {
    this.#attempt.progress();
  }

  hold(end: Promise<unknown>): void {
    this.#attempt.hold(end);
  }

  get cursor(): string | undefined {
    return this.#page.cursor;
  }

  get limit(): number | undefined {
    return this.#page.limit;
  }

  async step<T>(name: string, repeat: Repeat, work: (attempt: Attempt) => Promise<T>): Promise<T> {
    if (this.#run !== undefined) return this.#run.step(name, repeat, work);
    throw new DriverFailure({
      code: 'internal',
      message: `Step ${name} needs an operation declared as composed.`,
    });
  }
}
