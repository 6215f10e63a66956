import { type Attempt, DriverFailure, type Kit, type Transport } from '@patchbay/core';
import type { Redis } from 'ioredis';
import { codeOf, isRefusal } from '../errors.ts';
import { end, greet, untilGone } from './greeting.ts';
import { Silence } from './silence.ts';

/** The one connection of a client. What is lost is made anew by the next call. */
export class Connection {
  readonly #redis: Redis;
  readonly #transport: Transport;
  readonly #silence: Silence;
  #isGreeted = false;
  #isClosed = false;
  #opening: Promise<void> | undefined;

  constructor(redis: Redis, { clock, transport }: Pick<Kit, 'clock' | 'transport'>) {
    this.#redis = redis;
    this.#transport = transport;
    this.#silence = new Silence(clock, () => redis.stream.destroy());
    redis.on('error', () => {}); // else ioredis prints it; whoever waits is told
    redis.on('close', () => {
      this.#isGreeted = false;
    });
  }

  /** Speaks to the server. What fails before anything is sent, or is refused by the server, has no effect. */
  async run<T>({ headers }: Pick<Attempt, 'headers'>, speak: () => Promise<T>): Promise<T> {
    if (!this.#isOpen()) await this.#open();
    const sending = this.#transport.begin(headers);
    try {
      const reply = await this.#silence.until(this.#speak(speak));
      sending.answered();
      return reply;
    } catch (error) {
      if (isRefusal(error)) sending.undone();
      else if (codeOf(error) !== undefined) sending.answered();
      throw error;
    }
  }

  /**
   * ioredis sends a script whole only once for each connection, also in a transaction that is refused: then it is not
   * there.
   */
  async #speak<T>(speak: () => Promise<T>): Promise<T> {
    try {
      return await speak();
    } catch (error) {
      if (codeOf(error) !== 'NOSCRIPT') throw error;
      this.#redis.stream.destroy();
      await this.#open();
      return speak();
    }
  }

  /** Lets go of the socket. A call that is repeated does not open it again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await end(this.#redis);
  }

  /** What is written to a socket that has an end, ioredis keeps for the next one. */
  #isOpen(): boolean {
    const { status, stream } = this.#redis;
    return this.#isGreeted && status === 'ready' && stream.writable;
  }

  #open(): Promise<void> {
    this.#opening ??= this.#greet().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #greet(): Promise<void> {
    await untilGone(this.#redis);
    if (this.#isClosed) throw new DriverFailure({ code: 'precondition_failed', reason: 'closed' });
    await greet(this.#redis, this.#silence);
    this.#isGreeted = true;
  }
}
