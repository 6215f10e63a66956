import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const beatMs = 1_000;
const silentMs = 8_000;

/** Two commands started at once on a fresh clone must not install into the same folder. */
export async function whileLocked(lock, work) {
  const lastOneDied = await take(lock);
  const heartbeat = setInterval(() => utimesSync(lock, new Date(), new Date()), beatMs);
  try {
    await work({ lastOneDied });
    rmSync(lock, { force: true });
  } catch (error) {
    // Ended by a signal, the work may have left anything behind: the lock stays, as one whose holder has died.
    if (error.exitCode > 128) utimesSync(lock, 0, 0);
    else rmSync(lock, { force: true });
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Waits for the lock and takes it; true when its last holder was killed. */
async function take(lock) {
  let lastOneDied = false;
  for (let told = false; !made(lock); ) {
    if (isSilent(lock)) {
      rmSync(lock, { force: true });
      lastOneDied = true;
      continue;
    }
    if (!told) console.log('Setting up: waiting for the install that another command has started …');
    told = true;
    await wait(500);
  }
  return lastOneDied;
}

function made(lock) {
  try {
    writeFileSync(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** A lock whose holder was killed is known by its silence: the holder's process id may be another's by now. */
function isSilent(lock) {
  const touchedAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return touchedAt !== undefined && Date.now() - touchedAt > silentMs;
}
