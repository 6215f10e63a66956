import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that were received whole. */
export interface Content {
  readonly size: number;
  /** The bytes from `start` up to and without `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Where the bytes of objects are kept. */
export interface ContentStore {
  /** Keeps a stream. When the stream breaks, nothing is kept. */
  save(chunks: AsyncIterable<Uint8Array>): Promise<Content>;
  /** Forgets all contents. */
  clear(): Promise<void>;
}

const coalescedBytes = 1024 * 1024;

/** Keeps bytes in memory. */
export function memoryStore(): ContentStore {
  return {
    async save(chunks) {
      const kept: Uint8Array[] = [];
      for await (const chunk of chunks) kept.push(chunk);
      const size = kept.reduce((sum, chunk) => sum + chunk.length, 0);
      const pieces = size <= coalescedBytes ? [Uint8Array.from(Buffer.concat(kept))] : kept;
      return joined(pieces.map(memoryContent));
    },
    async clear() {},
  };
}

/** Keeps each content in a file of a folder, so that objects can be larger than memory. */
export function folderStore(folder: string): ContentStore {
  const files = new Set<string>();
  return {
    async save(chunks) {
      await mkdir(folder, { recursive: true });
      const path = join(folder, randomUUID());
      try {
        const size = await writeFile(path, chunks);
        files.add(path);
        return fileContent(path, size);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    async clear() {
      await Promise.all([...files].map((path) => rm(path, { force: true })));
      files.clear();
    },
  };
}

/** Several contents as one, without a copy. */
export function joined(contents: readonly Content[]): Content {
  return {
    size: contents.reduce((sum, { size }) => sum + size, 0),
    async *read(start, end) {
      let offset = 0;
      for (const content of contents) {
        const from = Math.max(0, start - offset);
        const to = Math.min(content.size, end - offset);
        if (from < to) yield* content.read(from, to);
        offset += content.size;
      }
    },
  };
}

/** A range of another content. */
export function slice(content: Content, start: number, end: number): Content {
  return { size: end - start, read: (from, to) => content.read(start + from, start + to) };
}

export async function bytesOf(content: Content): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(content.size);
  let offset = 0;
  for await (const chunk of content.read(0, content.size)) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function memoryContent(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    async *read(start, end) {
      yield bytes.subarray(start, end);
    },
  };
}

function fileContent(path: string, size: number): Content {
  return {
    size,
    async *read(start, end) {
      if (start >= end) return;
      const chunks: AsyncIterable<Uint8Array> = createReadStream(path, { start, end: end - 1 });
      yield* chunks;
    },
  };
}

async function writeFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  await using file = await open(path, 'wx');
  let size = 0;
  for await (const chunk of chunks) {
    await file.write(chunk);
    size += chunk.length;
  }
  return size;
}
