import { createHash } from 'node:crypto';
import { DriverFailure } from '@patchbay/core';
import type {
  ContentHeaders,
  CopyObject,
  Metadata,
  ObjectInfo,
  PartInfo,
  PutObject,
  PutResult,
  UploadSession,
  WriteCondition,
} from '@patchbay/storage';
import { digestOf } from '../../src/digest.ts';

interface Kept extends ContentHeaders {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly metadata: Metadata;
  readonly etag: string;
  readonly modifiedAt: Date;
}

interface Open extends UploadSession {
  readonly fields: ContentHeaders & { readonly metadata?: Metadata };
  readonly parts: Map<number, Uint8Array>;
  readonly startedAt: Date;
}

/** A store in memory, as small as it can be: it shows what contract and suite need of a provider. */
export class ToyStore {
  readonly objects = new Map<string, Kept>();
  readonly uploads = new Map<string, Open>();
  /** What was completed: the same request again finds its result. */
  readonly #completed = new Map<string, PutResult>();
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  write(
    key: string,
    bytes: Uint8Array,
    fields: ContentHeaders & { metadata?: Metadata } & WriteCondition,
  ): PutResult {
    this.assertCondition(key, fields);
    assertMetadata(fields.metadata ?? {});
    const {
      contentType = 'application/octet-stream',
      metadata = {},
      ifAbsent: _a,
      ifMatch: _m,
      ...headers
    } = fields;
    this.#count += 1;
    const etag = `${hash(bytes).slice(0, 16)}-${this.#count}`;
    const kept = {
      ...headers,
      contentType,
      metadata,
      bytes: bytes.slice(),
      etag,
      modifiedAt: new Date(this.#now()),
    };
    this.objects.set(key, kept);
    return toResult(key, kept);
  }

  put(
    { key, body: _body, checksum, sizeBytes: _size, vendor: _vendor, ...fields }: PutObject,
    bytes: Uint8Array,
  ): PutResult {
    if (checksum !== undefined) {
      const digest = digestOf(checksum.algorithm);
      digest.update(bytes);
      if (digest.value() !== checksum.value)
        throw new DriverFailure({
          code: 'invalid_request',
          reason: 'checksum_mismatch',
          message: 'Another digest.',
        });
    }
    return this.write(key, bytes, fields);
  }

  find(key: string, ifMatch?: string): Kept {
    const kept = this.objects.get(key);
    if (kept === undefined) throw missing('object_missing');
    if (ifMatch !== undefined && kept.etag !== ifMatch) throw mismatch();
    return kept;
  }

  copy({ from, to, ifAbsent, ifMatch, metadata, contentType }: CopyObject): PutResult {
    const { bytes, etag: _etag, modifiedAt: _at, ...kept } = this.find(from);
    return this.write(to, bytes, {
      ...kept,
      ...(metadata && { metadata }),
      ...(contentType !== undefined && { contentType }),
      ...(ifAbsent && { ifAbsent }),
      ...(ifMatch !== undefined && { ifMatch }),
    });
  }

  info(key: string): ObjectInfo {
    const { bytes, ...kept } = this.find(key);
    return hideRaw({ key, provider: 'toy', sizeBytes: bytes.byteLength, ...kept, raw: kept });
  }

  open(key: string, fields: Open['fields']): UploadSession {
    this.#count += 1;
    const id = `up-${this.#count}`;
    this.uploads.set(id, { id, key, fields, parts: new Map(), startedAt: new Date(this.#now()) });
    return { id, key };
  }

  upload({ id, key }: UploadSession): Open {
    const open = this.uploads.get(id);
    if (open === undefined || open.key !== key) throw missing('upload_missing');
    return open;
  }

  complete(session: UploadSession, parts: readonly PartInfo[], condition: WriteCondition): PutResult {
    const name = JSON.stringify([session, parts.map(({ number, etag }) => [number, etag])]);
    const earlier = this.#completed.get(name);
    if (earlier !== undefined) return earlier;
    const open = this.upload(session);
    const bodies = parts.map(({ number, etag }, index) => {
      const body = open.parts.get(number);
      const isOrdered = index === 0 || number > (parts[index - 1]?.number ?? 0);
      const isWhole = index === parts.length - 1 || (body?.byteLength ?? 0) >= toyMinPartBytes;
      if (body === undefined || hash(body) !== etag || !isOrdered || !isWhole)
        throw new DriverFailure({
          code: 'invalid_request',
          reason: 'part_invalid',
          message: 'A part is wrong.',
        });
      return body;
    });
    const result = this.write(session.key, join(bodies), { ...open.fields, ...condition });
    this.uploads.delete(session.id);
    this.#completed.set(name, result);
    return result;
  }

  assertCondition(key: string, { ifAbsent, ifMatch }: WriteCondition): void {
    const current = this.objects.get(key);
    if (ifAbsent && current !== undefined)
      throw new DriverFailure({ code: 'already_exists', reason: 'object_exists', message: 'There is one.' });
    if (ifMatch !== undefined && current?.etag !== ifMatch) throw mismatch();
  }
}

function assertMetadata(metadata: Metadata): void {
  if (Object.entries(metadata).join('').length <= 2048) return;
  throw new DriverFailure({
    code: 'invalid_request',
    reason: 'parameter_invalid',
    message: 'Too much metadata.',
  });
}

export const toyMinPartBytes = 1024;

export function toResult(key: string, { bytes, etag }: Kept): PutResult {
  return hideRaw({ key, provider: 'toy', sizeBytes: bytes.byteLength, etag, raw: { etag } });
}

export function hideRaw<T extends { readonly raw: unknown }>(value: T): T {
  return Object.defineProperty(value, 'raw', { enumerable: false });
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function missing(reason: 'object_missing' | 'upload_missing'): DriverFailure {
  return new DriverFailure({ code: 'not_found', reason, message: 'There is none.' });
}

function mismatch(): DriverFailure {
  return new DriverFailure({
    code: 'precondition_failed',
    reason: 'etag_mismatch',
    message: 'It has another etag.',
  });
}
