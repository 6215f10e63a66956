import type { BigIntStats } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@patchbay/core';
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
  assertFields,
  assertParts,
  compareKeys,
  fromCursor,
  readChunks,
  toPage,
  uploadMissing,
  type Watch,
} from '@patchbay/storage/embedded';
import * as z from 'zod';
import { capabilities } from '../capabilities.ts';
import { readBody, writeBody } from './body-file.ts';
import type { Committer } from './committer.ts';
import {
  hasCode,
  newId,
  openToRead,
  readText,
  removeFile,
  removeFolder,
  syncFolder,
  writeText,
} from './disk.ts';
import { toResult } from './fs-objects.ts';
import type { Home } from './home.ts';
import type { KeptFields } from './index-file.ts';
import { parseJson } from './owner.ts';

const text = z.string();
const sessionSchema = z.object({
  key: text,
  startedAt: z.number(),
  fields: z.object({
    contentType: text,
    contentEncoding: text.exactOptional(),
    contentDisposition: text.exactOptional(),
    contentLanguage: text.exactOptional(),
    cacheControl: text.exactOptional(),
    metadata: z.record(text, text),
  }),
});

type Session = z.infer<typeof sessionSchema>;

const sessionFile = 'session';

/** Uploads in parts: each a folder that appears and vanishes in one step, with a file per part. */
export class FsUploads {
  readonly #home: Home;
  readonly #committer: Committer;

  constructor(home: Home, committer: Committer) {
    this.#home = home;
    this.#committer = committer;
  }

  async create(input: CreateUpload, watch: Watch): Promise<UploadSession> {
    const { key, vendor: _none, ...given } = input;
    assertFields(input, capabilities.limits);
    const { own, uploads, isDurable, clock } = this.#home;
    const fields: KeptFields = { contentType: 'application/octet-stream', metadata: {}, ...given };
    const session: Session = { key, startedAt: clock.now(), fields };
    const id = newId();
    const folder = join(own, id);
    try {
      await mkdir(folder, 0o700);
      await writeText(join(folder, sessionFile), JSON.stringify(session), isDurable);
      await watch.commit(() => this.#move(folder, join(uploads, id), uploads));
    } finally {
      await removeFolder(folder);
    }
    return { id, key };
  }

  async put({ session, number, body }: UploadPart, watch: Watch): Promise<PartInfo> {
    const { folder } = await this.#find(session);
    const { own, isDurable } = this.#home;
    const path = join(own, newId());
    try {
      await writeBody(path, readChunks(body, watch), { algorithm: 'crc32', isDurable });
      const part = toPart(number, await stat(path, { bigint: true }));
      await watch.commit(() => this.#move(path, join(folder, String(number)), folder));
      return part;
    } catch (error) {
      throw hasCode(error, 'ENOENT') ? uploadMissing() : error; // ended meanwhile
    } finally {
      await removeFile(path);
    }
  }

  async parts(session: UploadSession, cursor?: string, limit?: number): Promise<Page<PartInfo>> {
    const { folder } = await this.#find(session);
    const last = Number(fromCursor(cursor) ?? 0);
    const numbers = await this.#numbers(folder);
    const wanted = numbers.filter((number) => number > last);
    return toPage(this.#infos(folder, wanted), limit, ({ number }) => String(number));
  }

  async complete({ session, parts, ...condition }: CompleteUpload, watch: Watch): Promise<PutResult> {
    const { folder, fields } = await this.#find(session);
    const found = new Map<number, PartInfo>();
    for await (const part of this.#infos(folder, await this.#numbers(folder))) found.set(part.number, part);
    assertParts(parts, (number) => found.get(number)?.etag);
    const kept = parts.flatMap(({ number }) => found.get(number) ?? []);
    const generation = newId();
    const path = join(this.#home.own, generation);
    const { isDurable } = this.#home;
    try {
      const bytes = readChunks(inOrder(folder, kept), watch);
      const written = await writeBody(path, bytes, { algorithm: 'crc32', isDurable });
      const object = { ...fields, ...written, key: session.key, generation };
      const index = await this.#committer.commit(object, condition, watch);
      await this.#drop(session.id);
      return toResult(index);
    } finally {
      await removeFile(path);
    }
  }

  async abort(session: UploadSession, watch: Watch): Promise<void> {
    if ((await this.#read(session.id))?.key !== session.key) return;
    await watch.commit(() => this.#drop(session.id));
  }

  async list({ prefix = '' }: ListUploads, cursor?: string, limit?: number): Promise<Page<OpenUpload>> {
    const last = fromCursor(cursor);
    const open: OpenUpload[] = [];
    for (const id of await readdir(this.#home.uploads)) {
      const session = await this.#read(id);
      if (session === undefined || !session.key.startsWith(prefix)) continue;
      const upload = { id, key: session.key, startedAt: new Date(session.startedAt) };
      if (last === undefined || compareKeys(placeOf(upload), last) > 0) open.push(upload);
    }
    open.sort((left, right) => compareKeys(placeOf(left), placeOf(right)));
    return toPage(each(open), limit, placeOf);
  }

  /** Out of sight in one step; then its files, one by one. */
  async #drop(id: string): Promise<void> {
    const out = join(this.#home.own, newId());
    try {
      await this.#move(join(this.#home.uploads, id), out, this.#home.uploads);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error; // somebody else did
    }
    await removeFolder(out);
  }

  async #move(from: string, to: string, folder: string): Promise<void> {
    await rename(from, to);
    if (this.#home.isDurable) await syncFolder(folder);
  }

  async #find({ id, key }: UploadSession): Promise<Session & { readonly folder: string }> {
    const session = await this.#read(id);
    if (session?.key !== key) throw uploadMissing();
    return { ...session, folder: join(this.#home.uploads, id) };
  }

  async #read(id: string): Promise<Session | undefined> {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const parsed = sessionSchema.safeParse(
      parseJson(await readText(join(this.#home.uploads, id, sessionFile))),
    );
    return parsed.success ? parsed.data : undefined;
  }

  async #numbers(folder: string): Promise<number[]> {
    const names = (await readdir(folder)).filter((name) => /^[1-9]\d*$/.test(name));
    return names.map(Number).sort((left, right) => left - right);
  }

  async *#infos(folder: string, numbers: readonly number[]): AsyncGenerator<PartInfo, void, undefined> {
    for (const number of numbers)
      yield toPart(number, await stat(join(folder, String(number)), { bigint: true }));
  }
}

/** A part is told from one that replaced it by its file: each is a new one. */
function toPart(number: number, { ino, mtimeNs, size }: BigIntStats): PartInfo {
  return { number, etag: `${ino.toString(36)}-${mtimeNs.toString(36)}`, sizeBytes: Number(size) };
}

async function* inOrder(
  folder: string,
  parts: readonly PartInfo[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const part of parts) {
    const file = await openToRead(join(folder, String(part.number)));
    const opened = toPart(part.number, await file.stat({ bigint: true }));
    const { stream } = readBody(file, { start: 0, end: part.sizeBytes - 1 });
    if (opened.etag !== part.etag) await stream.cancel();
    assertParts([part], () => opened.etag); // replaced in the meantime
    yield* stream;
  }
}

/** By key, and by id where several uploads are open for one. Neither has a control character. */
function placeOf({ key, id }: UploadSession): string {
  return `${key}\u0000${id}`;
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}
