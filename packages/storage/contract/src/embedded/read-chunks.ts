import { DriverFailure, IntegrationError, isDriverFailure } from '@patchbay/core';
import type { PutObject } from '../object.ts';
import type { Watch } from './store.ts';

const sliceBytes = 1024 * 1024;

/**
 * The chunks of a body, none of them empty. Stops at the watch's signal even where the body's source never answers.
 * @throws `DriverFailure` `invalid_request` (`body_invalid`) where the source fails.
 */
export async function* readChunks(
  body: PutObject['body'],
  { signal, progress }: Pick<Watch, 'signal' | 'progress'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = body instanceof Uint8Array ? slices(body) : body[Symbol.asyncIterator]();
  const abort = new AbortWatch(signal);
  let isOver = false;
  try {
    for (;;) {
      const next = await abort.orResult(source.next());
      if (next.done === true) {
        isOver = true;
        return;
      }
      progress();
      if (next.value.byteLength > 0) yield next.value;
    }
  } catch (error) {
    throw isOurs(error) ? error : unreadable(error);
  } finally {
    abort.end();
    // Not awaited: a source that hangs does not end either.
    if (!isOver) void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.byteLength; start += sliceBytes)
    yield bytes.subarray(start, start + sliceBytes);
}

/** Ends a wait at the signal. One promise for the whole body would keep every chunk of it alive. */
class AbortWatch {
  readonly #signal: AbortSignal | undefined;
  #giveUp: (() => void) | undefined;
  readonly #onAbort = (): void => this.#giveUp?.();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
  }

  orResult<T>(result: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#giveUp = () => reject(stopped());
      result.then(resolve, reject);
      if (this.#signal?.aborted) this.#giveUp();
    });
  }

  end(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

function isOurs(error: unknown): boolean {
  return isDriverFailure(error) || IntegrationError.is(error);
}

function stopped(): DriverFailure {
  return new DriverFailure({ code: 'aborted', message: 'The write was given up.' });
}

function unreadable(cause: unknown): DriverFailure {
  const message = 'body: its source failed while it was read.';
  return Object.assign(new DriverFailure({ code: 'invalid_request', reason: 'body_invalid', message }), {
    cause,
  });
}
