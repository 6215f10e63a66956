// Runs on the shell's Node with no dependency, so that it works on a fresh clone: `node tooling/run/run.mjs <task>`.
import { install } from './install.mjs';
import { CommandFailed, phase, run } from './process.mjs';
import { tasks } from './tasks.mjs';

const done = new Set();

async function need(name) {
  if (done.has(name)) return;
  done.add(name);
  if (name === 'install') return install();
  await phase(`Setting up: ${name}`, () => perform(name));
}

async function perform(name, rest = []) {
  const { needs = [], command, variables, steps = [] } = tasks[name];
  for (const other of needs) await need(other);
  if (command) return run([...command, ...rest], variables);
  for (const [step, ...stepArguments] of steps) {
    await phase([step, ...stepArguments].join(' '), () => perform(step, stepArguments));
  }
}

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(tasks, name)) {
  console.error(
    `Usage: node tooling/run/run.mjs <task> [arguments]\nTasks: ${Object.keys(tasks).join(', ')}`,
  );
  process.exit(2);
}
try {
  await perform(name, rest);
} catch (error) {
  // A command that fails has said why itself.
  if (!(error instanceof CommandFailed)) console.error(error);
  process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
}
