import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './disk.ts';
import { meaningOf } from './names.ts';

/** Which keys are wanted, in octets: their order is the order of a list. */
export interface Sought {
  readonly prefix: Buffer;
  /** Only keys after this one. */
  readonly startAfter: Buffer;
  /** The last entry of the page before: a key, or a folded prefix, none of whose keys is wanted. */
  readonly last: Buffer;
  /** Folders beyond the prefix are entries of their own. */
  readonly folds: boolean;
}

/** A key that has an index, and where; or what keys have in common. */
export type Found =
  | { readonly kind: 'object'; readonly key: string; readonly folder: string; readonly name: string }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Walks the tree in the order of keys. Holds no more of it than the folders that it is in. */
export async function* walk(
  folder: string,
  base: Buffer,
  sought: Sought,
): AsyncGenerator<Found, void, undefined> {
  for (const row of await rowsOf(folder, base)) {
    if (row.kind === 'object') {
      const { name, place } = row;
      if (isWanted(place, sought)) yield { kind: 'object', key: place.toString(), folder, name };
      continue;
    }
    if (!mayHold(row.place, sought)) continue;
    const inner = walk(join(folder, row.file), row.place, sought);
    const { prefix } = sought;
    const isFolded = sought.folds && row.kind === 'folder' && row.place.length > prefix.length;
    if (!isFolded) yield* inner;
    else if (await hasAny(folder, row, sought)) yield { kind: 'prefix', prefix: row.place.toString() };
  }
}

async function hasAny(folder: string, row: Row, sought: Sought): Promise<boolean> {
  const inside = walk(join(folder, row.file), row.place, { ...sought, folds: false });
  const first = await inside.next();
  await inside.return();
  return first.done !== true;
}

interface Row {
  readonly kind: 'object' | 'folder' | 'more';
  readonly file: string;
  /** What the files of an object are named after. */
  readonly name: string;
  /** The key, or what all keys inside begin with. */
  readonly place: Buffer;
}

async function rowsOf(folder: string, base: Buffer): Promise<Row[]> {
  const rows = (await entriesOf(folder)).flatMap((entry): Row[] => {
    const isFolder = entry.isDirectory(); // a symbolic link is neither
    if (!isFolder && !entry.isFile()) return [];
    const meaning = meaningOf(entry.name, isFolder);
    if (meaning.kind === 'other') return [];
    const end = meaning.kind === 'folder' ? '/' : '';
    const place = Buffer.concat([base, meaning.bytes, Buffer.from(end)]);
    const name = entry.name.slice(0, entry.name.lastIndexOf('~'));
    return [{ kind: meaning.kind, file: entry.name, name, place }];
  });
  return rows.sort((left, right) => Buffer.compare(left.place, right.place));
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return []; // removed meanwhile
    throw error;
  }
}

function isWanted(key: Buffer, { prefix, startAfter, last }: Sought): boolean {
  if (!begins(key, prefix) || Buffer.compare(key, startAfter) <= 0) return false;
  return Buffer.compare(key, last) > 0 && !isFoldedIn(key, last);
}

/** Whether a key that begins so may be wanted. */
function mayHold(place: Buffer, { prefix, startAfter, last }: Sought): boolean {
  if (!begins(place, prefix) && !begins(prefix, place)) return false;
  return !isFoldedIn(place, last) && [startAfter, last].every((after) => reachesBeyond(place, after));
}

function reachesBeyond(place: Buffer, after: Buffer): boolean {
  return begins(after, place) || Buffer.compare(place, after) > 0;
}

function isFoldedIn(key: Buffer, last: Buffer): boolean {
  return last.at(-1) === 0x2f && begins(key, last);
}

function begins(whole: Buffer, start: Buffer): boolean {
  return whole.length >= start.length && whole.subarray(0, start.length).equals(start);
}
