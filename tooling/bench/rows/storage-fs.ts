import { mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type FsStorage, fsStorage } from '@patchbay/storage-fs';
import type { Group } from '../group.ts';
import type { Contest } from '../measure.ts';

const small = new Uint8Array(4096).fill(7);
const mebibyte = 1024 ** 2;
const chunk = new Uint8Array(64 * 1024).fill(7);
const beside = JSON.stringify({ contentType: 'image/png', sizeBytes: 4096, checksum: 'CRC32 in base64' });

const names = {
  plain: 'node:fs, the bytes alone',
  whole: 'node:fs, with what is kept beside the bytes',
  ours: 'patchbay',
} as const;

/**
 * Files through our adapter, beside what an application writes with `node:fs` that wants to keep its data: temporary
 * file, fsync, rename, fsync of the folder; for the bytes alone, and for a second file with their type and checksum.
 */
export const storageFs: Group = async ({ isLong }) => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const storage = fsStorage({ root: join(folder, 'store') });
  const disk = new PlainDisk(folder);
  await disk.putWhole();
  await storage.put('small', small);
  return {
    contests: [...operations(disk, storage), upload(disk, storage, (isLong ? 256 : 32) * mebibyte)],
    async [Symbol.asyncDispose]() {
      await storage.close();
      await rm(folder, { recursive: true });
    },
  };
};

/**
 * What ours costs more is what it adds: the lock that lets conditions hold across processes, the look whether a folder
 * is a symbolic link, the index that is checked when it is read. A request more to the disk would show.
 */
const besideWhole = [{ row: names.ours, beside: names.whole, atMost: 2.5, failsAbove: 3.5 }];

function operations(disk: PlainDisk, storage: FsStorage): readonly Contest[] {
  return [
    {
      title: 'Files: put 4 KiB, durable',
      calls: 20,
      rounds: 15,
      targets: besideWhole,
      rows: [
        { name: names.plain, call: () => disk.put('plain', small) },
        { name: names.whole, call: () => disk.putWhole() },
        { name: names.ours, call: () => storage.put('small', small, { contentType: 'image/png' }) },
      ],
    },
    {
      title: 'Files: get 4 KiB',
      calls: 100,
      rounds: 15,
      targets: besideWhole,
      rows: [
        { name: names.plain, call: () => disk.get('plain') },
        { name: names.whole, call: async () => [await disk.head(), await disk.get('plain')] },
        { name: names.ours, call: async () => (await storage.get('small')).bytes() },
      ],
    },
    {
      title: 'Files: head',
      calls: 100,
      rounds: 15,
      targets: besideWhole,
      rows: [
        { name: names.whole, call: () => disk.head() },
        { name: names.ours, call: () => storage.head('small') },
      ],
    },
  ];
}

function upload(disk: PlainDisk, storage: FsStorage, sizeBytes: number): Contest {
  const summed = 'node:fs, with a CRC-32';
  return {
    title: `Files: put ${sizeBytes / mebibyte} MiB, durable`,
    calls: 1,
    rounds: 12,
    bytes: sizeBytes,
    rows: [
      { name: names.plain, call: () => disk.put('large', chunks(sizeBytes)) },
      { name: summed, call: () => disk.put('large', withSum(chunks(sizeBytes))) },
      { name: names.ours, call: () => storage.put('large', chunks(sizeBytes)) },
    ],
    targets: [{ row: names.ours, beside: summed, atMost: 1.05, failsAbove: 1.4 }],
  };
}

class PlainDisk {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Old bytes or new ones, whatever happens, and the new ones for good once this resolves. */
  async put(name: string, body: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const fresh = join(this.#folder, `${name}.fresh`);
    const file = await open(fresh, 'w');
    try {
      if (typeof body === 'string' || body instanceof Uint8Array) await file.writeFile(body);
      else for await (const piece of body) await file.write(piece);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(fresh, join(this.#folder, name));
    const directory = await open(this.#folder);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  async putWhole(): Promise<void> {
    await this.put('plain', small);
    await this.put('plain.json', beside);
  }

  get(name: string): Promise<Uint8Array> {
    return readFile(join(this.#folder, name));
  }

  async head(): Promise<unknown> {
    return JSON.parse(await readFile(join(this.#folder, 'plain.json'), 'utf8'));
  }
}

async function* chunks(sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < sizeBytes; sent += chunk.byteLength) yield chunk;
}

async function* withSum(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const piece of body) {
    sum = crc32(piece, sum);
    yield piece;
  }
  if (sum === 0) throw new Error('No bytes came.');
}
