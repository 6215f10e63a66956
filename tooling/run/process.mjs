import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const bin = join(root, 'node_modules', '.bin');

/** A command that ended with something other than 0; it has said why itself. */
export class CommandFailed extends Error {
  constructor(command, exitCode) {
    super(`${command.join(' ')} ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Runs a program of node_modules/.bin or of the PATH, with this terminal, and waits for its end. */
export async function run([program, ...rest], variables = {}) {
  const file = program === 'node' ? node() : program;
  const env = {
    ...process.env,
    ...variables,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
  };
  const child = spawn(file, rest, { cwd: root, env, stdio: 'inherit' });
  let asked; // the signal that asked this process to end
  const forward = (signal) => {
    asked = signal;
    child.kill(signal);
  };
  // A terminal sends its interrupt to the child as well: waiting for the child's own end is enough.
  const stay = (signal) => {
    asked = signal;
  };
  process.on('SIGTERM', forward).on('SIGHUP', forward).on('SIGINT', stay);
  try {
    const exitCode = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve(statusOf(code, signal ?? asked)));
    });
    if (exitCode !== 0) throw new CommandFailed([program, ...rest], exitCode);
  } finally {
    process.off('SIGTERM', forward).off('SIGHUP', forward).off('SIGINT', stay);
  }
}

/** As a shell counts. Many programs answer a signal with an ordinary failure, which must not pass for one. */
function statusOf(code, signal) {
  return code === 0 || signal === undefined ? code : 128 + constants.signals[signal];
}

/** Says what is being done now and, at its end, how long it took; `everySeconds` says in between that it goes on. */
export async function phase(title, work, { everySeconds } = {}) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1_000).toFixed(1);
  const ticking =
    everySeconds && setInterval(() => console.log(`${title}: ${seconds()} s so far`), everySeconds * 1_000);
  console.log(`${title} …`);
  try {
    await work();
  } finally {
    clearInterval(ticking);
  }
  console.log(`${title}: done in ${seconds()} s`);
}

/** The Node for tools: the one from the registry where there is one for this machine, else the shell's own. */
function node() {
  const installed = join(bin, 'node');
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Error(
    `This machine (${process.platform} ${process.arch}) needs Node 22.18 or later for the tools; this is ${process.version}.`,
  );
}
