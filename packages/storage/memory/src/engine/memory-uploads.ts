import type { Kit, Page } from '@patchbay/core';
import type {
  CompleteUpload,
  CreateUpload,
  ListUploads,
  OpenUpload,
  PartInfo,
  PutResult,
  UploadPart,
  UploadSession,
} from '@patchbay/storage';
import {
  assertCondition,
  assertFields,
  assertParts,
  compareKeys,
  fromCursor,
  toPage,
  uploadMissing,
  type Watch,
} from '@patchbay/storage/embedded';
import { capabilities } from '../capabilities.ts';
import { digestOf, joined } from './bytes.ts';
import type { MemoryPart, MemoryStore, MemoryUpload } from './memory-store.ts';

/** Uploads in parts, on the clock of one instance. */
export class MemoryUploads {
  readonly #store: MemoryStore;
  readonly #kit: Pick<Kit, 'clock'>;

  constructor(store: MemoryStore, kit: Pick<Kit, 'clock'>) {
    this.#store = store;
    this.#kit = kit;
  }

  async create(input: CreateUpload, watch: Watch): Promise<UploadSession> {
    const { key, vendor: _none, ...given } = input;
    assertFields(input, capabilities.limits);
    const fields = { contentType: 'application/octet-stream', metadata: {}, ...given };
    const id = crypto.randomUUID().replaceAll('-', '');
    const startedAt = new Date(this.#kit.clock.now());
    await watch.commit(async () =>
      this.#store.uploads.set(id, { id, key, startedAt, fields, parts: new Map() }),
    );
    return { id, key };
  }

  async put({ session, number, body }: UploadPart, watch: Watch): Promise<PartInfo> {
    const bytes = new Uint8Array(body);
    const { value: etag } = await digestOf('sha256', bytes);
    return watch.commit(async () => {
      const part = { etag, bytes };
      find(this.#store, session).parts.set(number, part);
      return toPartInfo(number, part);
    });
  }

  async parts(session: UploadSession, cursor?: string, limit?: number): Promise<Page<PartInfo>> {
    const { parts } = find(this.#store, session);
    const last = Number(fromCursor(cursor) ?? 0);
    const numbers = [...parts.entries()].filter(([number]) => number > last).sort(([a], [b]) => a - b);
    const items = each(numbers.map(([number, part]) => toPartInfo(number, part)));
    return toPage(items, limit, ({ number }) => String(number));
  }

  async complete({ session, parts, ...condition }: CompleteUpload, watch: Watch): Promise<PutResult> {
    const upload = find(this.#store, session);
    assertParts(parts, (number) => upload.parts.get(number)?.etag);
    const bytes = joined(parts.flatMap(({ number }) => upload.parts.get(number)?.bytes ?? []));
    const checksum = await digestOf('crc32', bytes);
    return watch.commit(async () => {
      find(this.#store, session);
      assertCondition(this.#store.objects.get(session.key), condition);
      this.#store.uploads.delete(session.id);
      return this.#store.open(this.#kit).write({ ...upload.fields, key: session.key, bytes, checksum });
    });
  }

  async abort({ id, key }: UploadSession, watch: Watch): Promise<void> {
    await watch.commit(async () => {
      if (this.#store.uploads.get(id)?.key === key) this.#store.uploads.delete(id);
    });
  }

  async list({ prefix = '' }: ListUploads, cursor?: string, limit?: number): Promise<Page<OpenUpload>> {
    const last = fromCursor(cursor);
    const open = [...this.#store.uploads.values()]
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ id, key, startedAt }) => ({ id, key, startedAt }))
      .filter((upload) => last === undefined || compareKeys(placeOf(upload), last) > 0)
      .sort((left, right) => compareKeys(placeOf(left), placeOf(right)));
    return toPage(each(open), limit, placeOf);
  }
}

function find(store: MemoryStore, { id, key }: UploadSession): MemoryUpload {
  const upload = store.uploads.get(id);
  if (upload?.key !== key) throw uploadMissing();
  return upload;
}

/** By key, and by id where several uploads are open for one. Neither has a control character. */
function placeOf({ key, id }: UploadSession): string {
  return `${key}\u0000${id}`;
}

function toPartInfo(number: number, { etag, bytes }: MemoryPart): PartInfo {
  return { number, etag, sizeBytes: bytes.byteLength };
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}
