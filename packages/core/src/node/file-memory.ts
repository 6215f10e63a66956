import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { KeyMemory } from '../failover/memory.ts';

/** Where records are kept. */
export interface FileMemoryOptions {
  /** A folder of its own, on a disk that all processes share. It is made where it is missing. */
  readonly folder: string;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** The newest version of a record. */
interface Version {
  /** 0: there is none. */
  readonly number: number;
  readonly key?: string;
  readonly value: string | undefined;
  /** Until when it may be read, in epoch milliseconds. */
  readonly until: number;
  /** A process is about to forget the record: nobody writes another version. */
  readonly isSealed: boolean;
}

/**
 * A memory in files, for groups and ledgers: for all processes of one machine, over restarts and crashes.
 *
 * A record has one file per version. A version is written under its number by a link that fails where another process
 * was first, so that nothing is locked and a process that dies leaves nothing behind that holds others up. Old versions
 * go when there are many, the others when the record is forgotten as a whole.
 * @example
 * const mail = failover(email, members, { memory: fileMemory({ folder: '.data/groups' }) });
 */
export function fileMemory({ folder, clock = systemClock }: FileMemoryOptions): KeyMemory {
  let sweepAt = 0;
  let swept: Promise<void> | undefined;
  return {
    async get(key) {
      return (await newest(folderOf(folder, key), clock)).value;
    },
    async replace(key, expected, value, keepMs) {
      if (clock.now() >= sweepAt) {
        sweepAt = clock.now() + sweepEveryMs;
        swept = sweep(folder, clock).catch(() => undefined); // what follows says why
      }
      await swept;
      const home = folderOf(folder, key);
      for (;;) {
        if ((await newest(home, clock)).value !== expected) return false;
        if ((await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(folder);
        const text = [clock.now() + keepMs, JSON.stringify(key), value ?? ''].join('\n');
        if (await write(home, expected, text, clock)) return true;
      }
    },
    async *list(prefix) {
      for (const name of await namesIn(folder)) {
        if (!isHome.test(name)) continue;
        const { key = '', value } = await newest(join(folder, name), clock);
        if (value !== undefined && key.startsWith(prefix)) yield key;
      }
    },
  };
}

const sweepEveryMs = 24 * 3_600_000;
/** Versions of a record that stay. */
const mostVersions = 100;

/** Others may put files of theirs beside the records: `.gitkeep`, `.DS_Store`. */
const isHome = /^[0-9a-f]{64}$/;

/** Keys may hold anything, and tell what was bought: the name of a folder tells nothing. */
function folderOf(folder: string, key: string): string {
  return join(folder, createHash('sha256').update(key).digest('hex'));
}

async function newest(home: string, clock: Clock): Promise<Version> {
  const number = (await numbersIn(home)).reduce((one, other) => Math.max(one, other), 0);
  if (number === 0) return { number, value: undefined, until: 0, isSealed: false };
  const text = await readFile(join(home, String(number)), 'utf8').catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error; // it was swept since
  });
  if (text === undefined) return newest(home, clock);
  const [end = '', named = '', ...lines] = text.split('\n');
  const [until, key, value] = [Number(end), JSON.parse(named) as unknown, lines.join('\n')];
  const isOver = until <= clock.now();
  return {
    number,
    key: String(key),
    value: value === '' || isOver ? undefined : value,
    until,
    isSealed: key === null && !isOver,
  };
}

async function numbersIn(home: string): Promise<readonly number[]> {
  return (await namesIn(home)).map(Number).filter((number) => number > 0);
}

/**
 * Writes the next version of what is still as expected; false where somebody was first. The draft stands in the folder
 * before the newest version is read: where the folder was forgotten since, and made again, it cannot be linked.
 */
async function write(
  home: string,
  expected: string | undefined,
  text: string,
  clock: Clock,
): Promise<boolean> {
  const draft = join(home, `draft-${randomUUID()}`);
  try {
    await writeSynced(draft, text);
    const { number, value, isSealed } = await newest(home, clock);
    if (isSealed || value !== expected) return false; // what is sealed is gone in a moment
    const version = join(home, String(number + 1));
    await link(draft, version);
    await syncFolder(home);
    if (await isStillThere(home, number + 1)) return true;
    await rm(version, { force: true });
    return false;
  } catch (error) {
    if (isCode(error, 'EEXIST') || isCode(error, 'ENOENT')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync(); // a version that is there is whole, also after the machine has lost its power
  } finally {
    await file.close();
  }
}

/**
 * Removes old versions. False for one that is so old itself that others had written it, and removed it, long before.
 */
async function isStillThere(home: string, version: number): Promise<boolean> {
  const numbers = await numbersIn(home);
  const last = numbers.reduce((one, other) => Math.max(one, other), 0);
  for (const number of numbers)
    if (number <= last - mostVersions) await rm(join(home, String(number)), { force: true });
  return version > last - mostVersions;
}

/** So that a name in it outlives a loss of power. Some systems (Windows) cannot sync a folder. */
async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The name is there; only a loss of power right now could undo it.
  }
}

/** Forgets records whose time is over, drafts of dead processes included. */
async function sweep(folder: string, clock: Clock): Promise<void> {
  for (const name of await namesIn(folder)) {
    const home = join(folder, name);
    try {
      if (name.startsWith(trash)) await rm(home, { recursive: true, force: true });
      else if (isHome.test(name)) await forget(home, join(folder, `${trash}${randomUUID()}`), clock);
    } catch {
      // Another process was first, or the record cannot be read: that is told to whoever asks for it.
    }
  }
}

const trash = 'trash-';
/** How long it may take to put a record aside. */
const sealMs = 5000;

/** Puts a record aside whose time is over. It is sealed first: who writes a version now would lose it. */
async function forget(home: string, aside: string, clock: Clock): Promise<void> {
  const { value, until } = await newest(home, clock);
  if (value !== undefined || until > clock.now()) return;
  const sealedUntil = clock.now() + sealMs;
  const isSealed = await write(home, undefined, `${sealedUntil}\nnull\n`, clock);
  if (!isSealed || clock.now() >= sealedUntil) return;
  await rename(home, aside);
  if ((await newest(aside, clock)).value === undefined) await rm(aside, { recursive: true, force: true });
  else await rename(aside, home); // this process was held up right before
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
