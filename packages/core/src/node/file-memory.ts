import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
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
}

/**
 * A memory in files, for groups and ledgers: for all processes of one machine, over restarts and crashes.
 *
 * A record has one file per version. A version is written under its number by a link that fails where another process
 * was first, so that nothing is locked and a process that dies leaves nothing behind that holds others up. Versions
 * stay until the record is forgotten as a whole.
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
      await swept; // before the record is read: once it is swept, the numbers of its versions begin again
      const home = folderOf(folder, key);
      const { number, value: found } = await newest(home, clock);
      if (found !== expected) return false;
      if ((await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(folder);
      return write(home, number + 1, [clock.now() + keepMs, JSON.stringify(key), value ?? ''].join('\n'));
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

/** Others may put files of theirs beside the records: `.gitkeep`, `.DS_Store`. */
const isHome = /^[0-9a-f]{64}$/;

/** Keys may hold anything, and tell what was bought: the name of a folder tells nothing. */
function folderOf(folder: string, key: string): string {
  return join(folder, createHash('sha256').update(key).digest('hex'));
}

async function newest(home: string, clock: Clock): Promise<Version> {
  const numbers = (await namesIn(home)).map(Number).filter((number) => number > 0);
  const number = Math.max(0, ...numbers);
  if (number === 0) return { number, value: undefined };
  const text = await readFile(join(home, String(number)), 'utf8').catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error; // it was swept since
  });
  if (text === undefined) return newest(home, clock);
  const [until = '', named = '', ...lines] = text.split('\n');
  const [key, value] = [String(JSON.parse(named)), lines.join('\n')];
  return { number, key, value: value === '' || Number(until) <= clock.now() ? undefined : value };
}

/** True where nobody else has written this version. */
async function write(home: string, number: number, text: string): Promise<boolean> {
  const draft = join(home, `draft-${randomUUID()}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync(); // a version that is there is whole, also after the machine has lost its power
  } finally {
    await file.close();
  }
  try {
    await link(draft, join(home, String(number)));
    await syncFolder(home);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
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
      else if (isHome.test(name) && (await isOver(home, clock)))
        await forget(home, join(folder, `${trash}${randomUUID()}`), clock);
    } catch {
      // Another process was first, or the record cannot be read: that is told to whoever asks for it.
    }
  }
}

const trash = 'trash-';

/** Put aside first: somebody may have written a version since it was looked at. */
async function forget(home: string, aside: string, clock: Clock): Promise<void> {
  await rename(home, aside);
  if (await isOver(aside, clock)) await rm(aside, { recursive: true, force: true });
  else await rename(aside, home);
}

async function isOver(home: string, clock: Clock): Promise<boolean> {
  const { number, value } = await newest(home, clock);
  if (number === 0 || value !== undefined) return false;
  const [until = ''] = (await readFile(join(home, String(number)), 'utf8')).split('\n');
  return Number(until) <= clock.now();
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
