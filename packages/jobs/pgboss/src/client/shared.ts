interface Running<T> {
  readonly done: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Work that many wait for, and that is done once. It is given up when nobody waits for it any more, not when one of
 * them gives up; what it comes to is not kept.
 */
export class Shared<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  /** Waits for the work until the signal aborts. Begins it where it is not under way. */
  async join(signal: AbortSignal): Promise<T> {
    this.#running ??= this.#begin();
    const running = this.#running;
    running.waiting += 1;
    try {
      return await untilAborted(running.done, signal);
    } finally {
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(running, signal.reason);
    }
  }

  /** Not before what was given up has come to its end. */
  #begin(): Running<T> {
    const controller = new AbortController();
    const done = this.#last.then(() => this.#work(controller.signal));
    this.#last = done.catch(() => {});
    return { done, controller, waiting: 0 };
  }

  #end(running: Running<T>, reason: unknown): void {
    if (this.#running === running) this.#running = undefined;
    running.controller.abort(reason);
  }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
