import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
import { hasCode } from './disk.ts';

/** A process, told from every other one that has its number later, or elsewhere. */
const ownerSchema = z.object({
  host: z.string(),
  /** Of the machine's last start, where the system tells it. */
  boot: z.string(),
  pid: z.number().int(),
  /** When the process began, in the system's own count. */
  startedAt: z.string(),
});

export type Owner = z.infer<typeof ownerSchema>;

const dayMs = 86_400_000;

/** This process. */
export async function thisProcess(): Promise<Owner> {
  const pid = process.pid;
  return { host: hostname(), boot: await bootId(), pid, startedAt: (await startOf(pid)) ?? '' };
}

/** Who wrote a file that begins with an owner; `undefined` where it does not say. */
export function parseOwner(text: string | undefined): Owner | undefined {
  const parsed = z.object({ owner: ownerSchema }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.owner : undefined;
}

/** JSON, or `undefined` where it is none. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * True when nobody owns a path any more: its process on this machine is over, or it is of another machine (or of an
 * unknown one) and was not touched for a day.
 */
export async function isAbandoned(owner: Owner | undefined, path: string, now: number): Promise<boolean> {
  if (owner === undefined || owner.host !== hostname()) return now - (await touchedAt(path)) > dayMs;
  if (owner.boot !== (await bootId())) return true;
  return !(await isRunning(owner));
}

async function isRunning({ pid, startedAt }: Owner): Promise<boolean> {
  if (startedAt !== '') return (await startOf(pid)) === startedAt;
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

async function touchedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY; // it is gone already
  }
}

/**
 * Only Linux tells; a process that has ended but was not waited for is none.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
async function startOf(pid: number): Promise<string | undefined> {
  const line = await readProc(`/proc/${pid}/stat`);
  const [state, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : rest[18];
}

async function bootId(): Promise<string> {
  return (await readProc('/proc/sys/kernel/random/boot_id')).trim();
}

/** Empty where there is nothing to read. What else fails, as with too many open files, says nothing of a process. */
async function readProc(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ESRCH', 'EACCES', 'EPERM')) return '';
    throw error;
  });
}
