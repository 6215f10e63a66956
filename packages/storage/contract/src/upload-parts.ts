import { DriverFailure } from '@patchbay/core';
import type { Chunks } from './body.ts';
import type { UploadSupport } from './capabilities.ts';
import { Cutter } from './cutter.ts';
import { type Digest, digestOf } from './digest.ts';
import { Latch } from './latch.ts';
import type { PutResult } from './object.ts';
import { asErrorOf, putBytes, type StorageBase, type Upload } from './upload.ts';
import type { PartInfo, UploadSession } from './uploads.ts';

type Parts = Extract<UploadSupport, { kind: 'parts' }>;

/** Bytes of one part, unless the caller or the size of the body says otherwise. */
export const defaultPartBytes = 8 * 1024 * 1024;

/** How long the clean-up after a failure may take: the caller waits for it. */
const cleanUpMs = 5_000;

/** Cuts a body into parts and sends several at a time. A body that fits into one part is written in one request. */
export async function uploadParts(
  base: StorageBase,
  support: Parts,
  upload: Upload,
  open: () => Chunks,
): Promise<PutResult> {
  const pieceBytes = sizeOf(support, upload);
  const chunks = open();
  try {
    const doubleAfter = upload.totalBytes === undefined ? Math.ceil(support.maxParts / 10) : Infinity;
    const cutter = new Cutter(chunks, { pieceBytes, mostBytes: support.maxPartBytes, doubleAfter });
    const first = await cutter.next();
    if (cutter.isAtEnd) return await putBytes(base, upload, first);
    return await new PartUpload(base, upload, cutter, support.maxParts).run(first);
  } catch (error) {
    chunks.close();
    throw error;
  }
}

function sizeOf(
  { minPartBytes, maxPartBytes, maxParts }: Parts,
  { transfer, totalBytes = 0 }: Upload,
): number {
  const { partBytes = Math.max(defaultPartBytes, minPartBytes) } = transfer;
  if (partBytes < minPartBytes || partBytes > maxPartBytes) {
    const message = `partBytes: found ${partBytes}; expected ${minPartBytes} to ${maxPartBytes}.`;
    throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
  }
  return Math.min(maxPartBytes, Math.max(partBytes, Math.ceil(totalBytes / (maxParts * 0.9))));
}

/** One upload in parts, from its session to the object, or to nothing. */
class PartUpload {
  readonly #base: StorageBase;
  readonly #upload: Upload;
  readonly #cutter: Cutter;
  readonly #maxParts: number;
  readonly #digest: Digest | undefined;
  readonly #parts: PartInfo[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  /** The first part that failed. */
  readonly #failed = new Latch();
  #sentBytes = 0;

  constructor(base: StorageBase, upload: Upload, cutter: Cutter, maxParts: number) {
    this.#base = base;
    this.#upload = upload;
    this.#cutter = cutter;
    this.#maxParts = maxParts;
    const { checksum } = upload.fields;
    this.#digest = checksum === undefined ? undefined : digestOf(checksum.algorithm);
    const { signal } = upload.callOptions;
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  async run(first: Uint8Array): Promise<PutResult> {
    const { key, fields, callOptions } = this.#upload;
    const { ifAbsent, ifMatch, checksum: _whole, ...kept } = fields;
    const condition = { ...(ifAbsent && { ifAbsent }), ...(ifMatch !== undefined && { ifMatch }) };
    const { uploads } = this.#base.operations;
    const session = await uploads.create({ key, ...kept }, callOptions).catch(rethrow('not_applied'));
    try {
      await this.#sendAll(session, first).catch(rethrow('not_applied'));
      const parts = this.#parts.toSorted((left, right) => left.number - right.number);
      return await uploads.complete({ session, parts, ...condition }, callOptions).catch(rethrow());
    } catch (error) {
      await this.#drop(session);
      throw error;
    }
  }

  async #sendAll(session: UploadSession, first: Uint8Array): Promise<void> {
    const { concurrency = 4 } = this.#upload.transfer;
    let piece = first;
    for (let number = 1; ; number += 1) {
      if (number > this.#maxParts) throw tooManyParts(this.#maxParts);
      this.#digest?.update(piece);
      this.#start(session, number, piece);
      if (this.#cutter.isAtEnd) break;
      if (this.#running.size >= concurrency) await this.#failed.guard(Promise.race(this.#running));
      // A part that failed meanwhile is not to wait for a body that takes its time.
      piece = await this.#failed.guard(this.#cutter.next());
    }
    await this.#failed.guard(Promise.all(this.#running));
    this.#verify();
  }

  /** Providers verify each part; that the whole is what the caller meant is verified here. */
  #verify(): void {
    const { checksum } = this.#upload.fields;
    if (checksum === undefined || this.#digest?.value() === checksum.value) return;
    const message = `checksum: the body has another ${checksum.algorithm}.`;
    throw new DriverFailure({ code: 'invalid_request', reason: 'checksum_mismatch', message });
  }

  #start(session: UploadSession, number: number, body: Uint8Array): void {
    const sent = this.#send(session, number, body)
      .catch((error: unknown) => {
        this.#failed.trip(error);
        this.#stop.abort(); // the others are of no use any more
      })
      .finally(() => this.#running.delete(sent));
    this.#running.add(sent);
  }

  async #send(session: UploadSession, number: number, body: Uint8Array): Promise<void> {
    const { callOptions, report } = this.#upload;
    const part = await this.#base.operations.uploads.put(
      { session, number, body },
      { ...callOptions, signal: this.#signal },
    );
    this.#parts.push(part);
    this.#sentBytes += body.byteLength;
    this.#cutter.giveBack(body);
    report(this.#sentBytes);
  }

  /** Leaves nothing behind; that it could not is no second error. */
  async #drop(session: UploadSession): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
    const { uploads } = this.#base.operations;
    await uploads.abort({ session }, { deadlineMs: cleanUpMs }).catch(() => undefined);
  }
}

/** Until the last request nothing that was sent is visible. */
function rethrow(outcome?: 'not_applied'): (error: unknown) => never {
  return (error) => {
    throw asErrorOf('storage.put', error, outcome === undefined ? {} : { outcome });
  };
}

function tooManyParts(maxParts: number): DriverFailure {
  const message = `body: found more than ${maxParts} parts of the size that was begun with; say sizeBytes or partBytes.`;
  return new DriverFailure({ code: 'payload_too_large', reason: 'object_too_large', message });
}
