import { DriverFailure, isDriverFailure } from '@patchbay/core';
import { type BodyForm, type ChunkedBody, type Chunks, invalidBody } from './body.ts';
import { Latch } from './latch.ts';
import type { Upload } from './upload.ts';

/** A body as it is taken in: counted, limited, and given up when the caller gives up. */
export class Intake implements Chunks {
  readonly #chunks: Chunks;
  readonly #upload: Upload;
  readonly #givenUp = new Latch();
  readonly #stopWatching: () => void;
  #readBytes = 0;

  constructor(chunks: Chunks, upload: Upload) {
    this.#chunks = chunks;
    this.#upload = upload;
    const { signal } = upload.callOptions;
    const onAbort = (): void => this.#givenUp.trip(aborted());
    this.#stopWatching = () => signal?.removeEventListener('abort', onAbort);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
  }

  async next(): Promise<IteratorResult<Uint8Array, void>> {
    try {
      return this.#counted(await this.#read());
    } catch (error) {
      this.close(); // whoever iterates does not, after an error
      throw error;
    }
  }

  #counted(result: IteratorResult<Uint8Array, void>): IteratorResult<Uint8Array, void> {
    const { totalBytes, transfer } = this.#upload;
    if (result.done) {
      this.#stopWatching();
      if (totalBytes !== undefined && this.#readBytes < totalBytes)
        throw otherSize(totalBytes, `${this.#readBytes} bytes`);
      return result;
    }
    this.#readBytes += result.value.byteLength;
    assertSize(this.#readBytes, transfer.maxBytes);
    if (totalBytes !== undefined && this.#readBytes > totalBytes) throw otherSize(totalBytes, 'more');
    return result;
  }

  close(): void {
    this.#stopWatching();
    this.#chunks.close();
  }

  async #read(): Promise<IteratorResult<Uint8Array, void>> {
    try {
      return await this.#givenUp.guard(this.#chunks.next());
    } catch (error) {
      throw isDriverFailure(error) ? error : invalidBody('body: it failed while it was read.', error);
    }
  }
}

/** Opens a body to be taken in. */
export function takeIn(form: BodyForm, upload: Upload): Intake {
  return new Intake('bytes' in form ? ofBytes(form.bytes) : form.open(), upload);
}

/**
 * A body for a driver that streams: each iteration is one attempt. What can be read only once is refused to the second
 * attempt, unless nothing was read before; else half a body, or none, would be written.
 */
export function streamOf(form: ChunkedBody, upload: Upload): AsyncIterable<Uint8Array> {
  let isSpent = false;
  let reported = 0;
  return {
    [Symbol.asyncIterator]() {
      let intake: Intake | undefined;
      let sentBytes = 0;
      const report = (bytes: number): void => {
        sentBytes += bytes; // the driver asked for more: it has taken these
        if (sentBytes <= reported) return; // a further attempt begins anew; progress does not go back
        reported = sentBytes;
        upload.report(sentBytes);
      };
      let last = 0;
      return {
        async next() {
          if (intake === undefined) {
            if (isSpent && !form.isReplayable) throw spent();
            isSpent = true;
            intake = takeIn(form, upload);
          }
          report(last);
          const result = await intake.next();
          last = result.done ? 0 : result.value.byteLength;
          return result;
        },
        async return() {
          intake?.close();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** Bytes in memory as one chunk. */
export function ofBytes(bytes: Uint8Array): Chunks {
  let isRead = false;
  return {
    async next() {
      if (isRead) return { done: true, value: undefined };
      isRead = true;
      return { done: false, value: bytes };
    },
    close: () => {},
  };
}

/** @throws `DriverFailure` `payload_too_large` (`object_too_large`). */
export function assertSize(found: number, maxBytes: number | undefined): void {
  if (maxBytes === undefined || found <= maxBytes) return;
  const message = `body: found more than ${maxBytes} bytes, which is the most that may be written.`;
  throw new DriverFailure({ code: 'payload_too_large', reason: 'object_too_large', message });
}

export function otherSize(expected: number, found: string): DriverFailure {
  return invalidBody(`body: found ${found}; expected ${expected} bytes, as sizeBytes says.`);
}

function spent(): DriverFailure {
  const message = 'The body is a stream that is read once: it cannot be sent again.';
  return new DriverFailure({ code: 'precondition_failed', reason: 'body_consumed', message });
}

export function aborted(): DriverFailure {
  return new DriverFailure({ code: 'aborted', message: 'The caller’s signal was aborted.' });
}
