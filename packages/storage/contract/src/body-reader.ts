import {
  type CallOptions,
  DriverFailure,
  IntegrationError,
  isDriverFailure,
  underOperation,
} from '@patchbay/core';
import { aborted } from './intake.ts';
import type { StoredBody } from './object.ts';
import type { StorageBase } from './upload.ts';

type Chunk = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;
type Ok = Extract<StoredBody, { status: 'ok' }>;

const mostResumes = 3;

/** How a body is read. */
export interface ReadRules {
  readonly idleTimeoutMs: number;
  readonly callOptions: CallOptions;
  readonly version: { readonly versionId?: string };
}

/** The bytes of one read, over as many connections as it takes. */
export class BodyReader {
  readonly first: Ok;
  readonly #base: StorageBase;
  readonly #rules: ReadRules;
  readonly #start: number;
  readonly #end: number;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #position: number;
  #resumes = 0;
  #isTaken = false;

  constructor(base: StorageBase, first: Ok, rules: ReadRules) {
    this.#base = base;
    this.first = first;
    this.#rules = rules;
    this.#start = first.range?.start ?? 0;
    this.#end = first.range?.end ?? first.info.sizeBytes - 1;
    this.#position = this.#start;
  }

  stream(): ReadableStream<Uint8Array> {
    const isFirst = this.#take();
    const read = isFirst ? () => this.#read() : async () => Promise.reject(consumed());
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const chunk = await underOperation(this.#base.integration, 'get', read);
          if (chunk === undefined) controller.close();
          else controller.enqueue(chunk);
        },
        cancel: (reason) => (isFirst ? this.cancel(reason) : undefined),
      },
      { highWaterMark: 0 },
    );
  }

  /** A stream in between would cost more than a small body. */
  bytes(): Promise<Uint8Array> {
    const isFirst = this.#take();
    return underOperation(this.#base.integration, 'get', async () => {
      if (!isFirst) throw consumed();
      const chunks: Uint8Array[] = [];
      for (let chunk = await this.#read(); chunk !== undefined; chunk = await this.#read())
        chunks.push(chunk);
      return joined(chunks);
    });
  }

  /** False where the bytes belong to somebody else already. */
  #take(): boolean {
    if (this.#isTaken || this.first.stream.locked) return false;
    this.#isTaken = true;
    this.#reader = this.first.stream.getReader();
    return true;
  }

  async cancel(reason?: unknown): Promise<void> {
    this.#isTaken = true;
    if (this.#reader !== undefined) await this.#reader.cancel(reason).catch(() => undefined);
    else await this.first.stream.cancel(reason).catch(() => undefined);
  }

  /** The next chunk, `undefined` at the end. */
  async #read(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        return this.#took(await this.#next());
      } catch (error) {
        void this.#reader?.cancel().catch(() => undefined); // what hangs may hang on
        if (!this.#mayResume(error)) throw toBodyError(error);
        await this.#resume();
      }
    }
  }

  /** Counts what came, and notices an end that comes too early or too late. */
  #took({ done, value }: Chunk): Uint8Array | undefined {
    this.#position += value?.byteLength ?? 0;
    const [got, expected] = [this.#position - this.#start, this.#end - this.#start + 1];
    if (got > expected) throw tooLong(expected);
    if (done && got < expected) throw truncated(got, expected);
    return value;
  }

  #mayResume(error: unknown): boolean {
    if (this.#rules.callOptions.signal?.aborted || isVerdict(error)) return false;
    return this.#resumes < mostResumes && this.#position <= this.#end;
  }

  async #resume(): Promise<void> {
    this.#resumes += 1;
    const { key, etag } = this.first.info;
    const range = { start: this.#position, end: this.#end };
    const { callOptions, version } = this.#rules;
    const input = { key, ifMatch: etag, range, ...version };
    const next = await this.#base.operations.get(input, callOptions);
    if (next.status === 'not_modified')
      throw truncated(this.#position - this.#start, this.#end + 1 - this.#start);
    if (next.info.etag !== etag || (next.range?.start ?? 0) !== this.#position) {
      void next.stream.cancel().catch(() => undefined);
      throw otherBytes();
    }
    this.#reader = next.stream.getReader();
  }

  async #next(): Promise<Chunk> {
    const reader = this.#reader;
    if (reader === undefined) throw consumed();
    const { idleTimeoutMs, callOptions } = this.#rules;
    const { signal } = callOptions;
    if (signal?.aborted) throw aborted(); // also where bytes are waiting
    let stopWatching = (): void => {};
    const givenUp = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(aborted());
      const cancelTimer = this.#base.kit.clock.after(idleTimeoutMs, () => reject(idle(idleTimeoutMs)));
      stopWatching = () => {
        cancelTimer();
        signal?.removeEventListener('abort', onAbort);
      };
      signal?.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([reader.read(), givenUp]);
    } finally {
      stopWatching();
    }
  }
}

/** What another connection would not mend: the bytes are not those that were stored, or nobody wants them. */
function isVerdict(error: unknown): boolean {
  if (IntegrationError.is(error)) return true;
  return isDriverFailure(error) && error.failure.reason === 'body_corrupt';
}

function toBodyError(error: unknown): unknown {
  if (isDriverFailure(error) || IntegrationError.is(error)) return error;
  return new DriverFailure({ code: 'network', message: 'The connection broke while the body was read.' });
}

function idle(ms: number): DriverFailure {
  return new DriverFailure({ code: 'timeout', message: `No byte of the body came for ${ms} ms.` });
}

function truncated(got: number, expected: number): DriverFailure {
  const message = `The body ended after ${got} of ${expected} bytes.`;
  return new DriverFailure({ code: 'invalid_response', reason: 'body_truncated', message });
}

function tooLong(expected: number): DriverFailure {
  const message = `More than the expected ${expected} bytes came.`;
  return new DriverFailure({ code: 'invalid_response', reason: 'body_corrupt', message });
}

function otherBytes(): DriverFailure {
  const message = 'The provider went on with other bytes than those that were asked for.';
  return new DriverFailure({ code: 'invalid_response', reason: 'body_corrupt', message });
}

function consumed(): DriverFailure {
  const message = 'The body was read before; get the object again.';
  return new DriverFailure({ code: 'precondition_failed', reason: 'body_consumed', message });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let filled = 0;
  for (const chunk of chunks) {
    whole.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return whole;
}
