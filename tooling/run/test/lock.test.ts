import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const lockModule = new URL('../lock.mjs', import.meta.url).href;
const processModule = new URL('../process.mjs', import.meta.url).href;

/** Holds the lock while a program runs that takes its time, writes down what happens, and ends as run.mjs does. */
const script = `
import { appendFileSync } from 'node:fs';
import { whileLocked } from ${JSON.stringify(lockModule)};
import { CommandFailed, run } from ${JSON.stringify(processModule)};

const [lock, record, program, silentMs, beatMs] = process.argv.slice(1);
try {
  await whileLocked(lock, async ({ lastOneDied }) => {
    appendFileSync(record, lastOneDied ? 'begin after a death\\n' : 'begin\\n');
    await run([process.execPath, '--eval', program]);
    appendFileSync(record, 'end\\n');
  }, { beatMs: Number(beatMs), silentMs: Number(silentMs) });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.exitCode = error.exitCode;
}
`;

const brief = 'setTimeout(() => {}, 150)';
const long = 'setTimeout(() => {}, 10_000)';
/** Answers an interrupt with an ordinary failure, as many programs do. */
const polite = `process.on('SIGTERM', () => process.exit(1)); ${long}`;

let directory: string;
const started: ChildProcess[] = [];
const at = (name: string): string => join(directory, name);
const recorded = async (): Promise<readonly string[]> =>
  (await readFile(at('record'), 'utf8').catch(() => '')).trim().split('\n');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'patchbay lock '));
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

interface Holder {
  readonly child: ChildProcess;
  readonly status: Promise<number | null>;
}

/** How soon a command takes a holder for dead; a live one on a busy machine may be silent for a while. */
interface Pace {
  readonly silentMs?: number;
  readonly beatMs?: number;
}

function hold(program: string, { silentMs = 60_000, beatMs = 100 }: Pace = {}): Holder {
  const telling = `${program}; require('node:fs').writeFileSync(${JSON.stringify(at('running'))}, '')`;
  const given = [at('lock'), at('record'), telling, String(silentMs), String(beatMs)];
  const words = ['--input-type=module', '--eval', script, '--', ...given];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  started.push(child);
  return { child, status: new Promise((resolve) => child.on('close', resolve)) };
}

/** Until the holder's program runs. */
async function begun(): Promise<void> {
  await expect.poll(() => existsSync(at('running'))).toBe(true);
}

describe('the lock of the set-up', () => {
  it('lets two commands that start at once in one after the other', async () => {
    const [first, second] = [hold(brief), hold(brief)];
    expect([await first.status, await second.status]).toEqual([0, 0]);
    expect(await recorded()).toEqual(['begin', 'end', 'begin', 'end']);
    expect((await readdir(directory)).toSorted()).toEqual(['record', 'running']);
  });

  it('tells the next command that its holder was killed', async () => {
    const { child, status } = hold(long);
    await begun();
    child.kill('SIGKILL');
    await status;
    expect(existsSync(at('lock'))).toBe(true);
    expect(await hold(brief, { silentMs: 400 }).status).toBe(0);
    expect(await recorded()).toEqual(['begin', 'begin after a death', 'end']);
    expect(existsSync(at('lock'))).toBe(false);
  });

  it.each([
    ['is ended by', long],
    ['answers with a failure to', polite],
  ])('counts an install that %s a signal as killed', async (_how, program) => {
    const { child, status } = hold(program);
    await begun();
    child.kill('SIGTERM');
    expect(await status).toBe(143);
    expect(await hold(brief).status).toBe(0);
    expect(await recorded()).toEqual(['begin', 'begin after a death', 'end']);
  });

  it('is free again after an install that failed by itself', async () => {
    expect(await hold('process.exit(7)').status).toBe(7);
    expect(await hold(brief).status).toBe(0);
    expect(await recorded()).toEqual(['begin', 'begin', 'end']);
  });

  it('goes to one alone of several commands that find it silent', async () => {
    await writeFile(at('lock'), 'of one that died');
    await utimes(at('lock'), 1, 1);
    // Whoever takes it looks again after a quarter of a beat, which must be longer than another needs to put its name
    // there.
    const holders = [1, 2, 3].map(() => hold(brief, { beatMs: 1000 }));
    const statuses = await Promise.all(holders.map(({ status }) => status));
    expect(statuses).toEqual([0, 0, 0]);
    expect(await recorded()).toEqual(['begin after a death', 'end', 'begin', 'end', 'begin', 'end']);
  });

  it('is left alone by a holder from whom it was taken', async () => {
    const goesOn = `setInterval(() => require('node:fs').existsSync(${JSON.stringify(at('go'))}) && process.exit(), 10)`;
    const { status } = hold(goesOn);
    await begun();
    await writeFile(at('lock'), 'of another');
    await writeFile(at('go'), '');
    expect(await status).toBe(0);
    expect(await readFile(at('lock'), 'utf8')).toBe('of another');
  });
});
