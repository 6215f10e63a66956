#!/usr/bin/env node
import { run } from './run.ts';

// Node ends with 13 where nothing is left to do and `run` still waits.
process.once('exit', (status) => {
  if (status !== 13) return;
  console.error('A module was imported and never finished loading: look for an `await` at its top level.');
  process.exitCode = 1;
});

// What modules of the application print while they are imported is no part of the report.
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const { status, text } = await run(process.argv.slice(2));
// Not at the end of all work: such a module may have left a timer or a socket open.
const end = () => process.exit(status);
process.stdout.on('error', end); // a reader such as `head` has gone away
if (status === 2) process.stderr.write(`${text}\n`, end);
else print(`${text}\n`, end);
