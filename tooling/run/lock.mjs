import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const usual = { beatMs: 1_000, silentMs: 8_000 };

/**
 * Two commands started at once on a fresh clone must not install into the same folder.
 *
 * A lock whose holder was killed is known by its silence: the holder's process id may be another's by now. `work` is
 * told of it by `lastOneDied`.
 */
export async function whileLocked(lock, work, { beatMs, silentMs } = usual) {
  const own = randomUUID();
  const isOwn = () => read(lock) === own;
  const lastOneDied = await take(lock, own, { beatMs, silentMs });
  const heartbeat = setInterval(() => isOwn() && utimesSync(lock, new Date(), new Date()), beatMs);
  let isDead = false;
  try {
    await work({ lastOneDied });
  } catch (error) {
    // Ended by a signal, the work may have left anything behind: the lock stays, as one whose holder has died.
    isDead = error.exitCode > 128;
    throw error;
  } finally {
    clearInterval(heartbeat);
    if (isOwn() && isDead) utimesSync(lock, 0, 0);
    else if (isOwn()) rmSync(lock);
  }
}

/** Waits for the lock and takes it; true when its last holder was killed. */
async function take(lock, own, { beatMs, silentMs }) {
  for (let told = false; !made(lock, own); ) {
    if (await isSilent(lock, { beatMs, silentMs })) {
      if (await takeOver(lock, own, beatMs)) return true;
      continue;
    }
    if (!told) console.log('Setting up: waiting for the install that another command has started …');
    told = true;
    await wait(beatMs / 2);
  }
  return false;
}

function made(lock, own) {
  try {
    writeFileSync(lock, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** A holder that was only suspended, as when a laptop sleeps, is given the time for one more beat. */
async function isSilent(lock, { beatMs, silentMs }) {
  const heard = lastBeat(lock);
  if (heard === 0) return true; // it said itself that it died
  if (heard === undefined || Date.now() - heard < silentMs) return false;
  await wait(beatMs * 2);
  return lastBeat(lock) === heard;
}

/** Of several commands that find the same silent lock, the last one to put its name on it has it. */
async function takeOver(lock, own, beatMs) {
  const draft = `${lock}.${own}`;
  writeFileSync(draft, own);
  renameSync(draft, lock);
  await wait(beatMs / 4);
  return read(lock) === own;
}

function lastBeat(lock) {
  return statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
}

function read(lock) {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}
