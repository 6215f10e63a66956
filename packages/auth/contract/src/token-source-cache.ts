import type { Clock, Secret } from '@patchbay/core';
import type { SharedReader } from './token-source-shared.ts';

/**
 * A token, and until when it is good, by both clocks: whichever comes first, so that no clock that is moved prolongs
 * it.
 */
export interface Grant {
  readonly token: Secret;
  readonly lifeMs: number;
  /** By the wall clock. */
  readonly expiresAt: number;
  /** By the monotonic clock of this process. */
  readonly until: number;
}

/** How long a token will be good. */
export function leftMs({ expiresAt, until }: Grant, clock: Clock): number {
  return Math.min(expiresAt - clock.now(), until - clock.monotonic());
}

/** How long it will be before a token has to be renewed. A token of a short life is kept for half of it. */
export function freshMs(grant: Grant, clock: Clock, skewMs: number): number {
  return leftMs(grant, clock) - Math.min(skewMs, grant.lifeMs / 2);
}

const retryFloorMs = 5000;

/** The token of this process: read once for all who ask, and given while it is fresh. */
export class TokenCache {
  readonly #clock: Clock;
  readonly #skewMs: number;
  readonly #reader: SharedReader;
  #held: Grant | undefined;
  #reading: Promise<Grant> | undefined;
  #refused: string | undefined;
  /** After a failure the old token is given until then, without asking. */
  #retryAt = Number.NEGATIVE_INFINITY;
  /** An API that refuses every token makes nobody ask for more before. */
  #nextRenewal = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, skewMs: number, reader: SharedReader) {
    this.#clock = clock;
    this.#skewMs = skewMs;
    this.#reader = reader;
  }

  async get(): Promise<Secret> {
    const held = this.#held;
    if (held !== undefined && this.#isFresh(held)) return held.token;
    if (this.#isValid(held) && this.#clock.monotonic() < this.#retryAt) return held.token;
    try {
      return (await this.#read()).token;
    } catch (error) {
      const old = this.#held;
      if (this.#isValid(old)) return old.token;
      throw error;
    }
  }

  /** Gives this token to nobody any more. */
  async refuse(token: string): Promise<void> {
    this.#refused = token;
    if (this.#held?.token.reveal() === token) this.#held = undefined;
    await this.#reader.drop(token);
  }

  /** Whether there is, or may be had, another token than the one that an API refused. */
  async renew(refused: string): Promise<boolean> {
    if (this.#held?.token.reveal() !== refused) return true; // another caller was first
    const now = this.#clock.monotonic();
    if (now < this.#nextRenewal) return false;
    this.#nextRenewal = now + retryFloorMs;
    await this.refuse(refused);
    return true;
  }

  #read(): Promise<Grant> {
    this.#reading ??= this.#readNew().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNew(): Promise<Grant> {
    try {
      this.#held = await this.#reader.read((grant) => this.#isFresh(grant) && !this.#isKnown(grant));
      return this.#held;
    } catch (error) {
      this.#retryAt = this.#clock.monotonic() + retryFloorMs;
      throw error;
    }
  }

  #isFresh(grant: Grant): boolean {
    return freshMs(grant, this.#clock, this.#skewMs) > 0;
  }

  /** Refused, or held until now: no other process’s clock prolongs it. */
  #isKnown({ token }: Grant): boolean {
    const text = token.reveal();
    return text === this.#refused || text === this.#held?.token.reveal();
  }

  #isValid(grant: Grant | undefined): grant is Grant {
    return grant !== undefined && leftMs(grant, this.#clock) > 0;
  }
}
