import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundle, temporaryFolder } from './support/programs.ts';

it('the lock of a living writer is not taken from it by a process that may open no more files', async () => {
  await using folder = await temporaryFolder();
  const program = await bundle('descriptors-program', folder.path);
  const words = ['-c', 'ulimit -n 60; exec "$0" "$1"', process.execPath, program];
  const { stdout } = await promisify(execFile)('/bin/sh', words);
  expect(['EMFILE', 'false']).toContain(stdout); // elsewhere than on Linux there is nothing to open
});
