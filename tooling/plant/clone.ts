import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishedPackages } from '../api/packages.ts';
import { filesOf, type ScratchCopy, scratchCopy } from '../mutants/scratch-copy.ts';
import type { Command, Edits } from './fault.ts';
import type { Ended } from './judge.ts';

const longestCheckMs = 180_000;

/** A repository of its own in which this work tree was just released, with what is installed and built. */
export interface Clone extends ScratchCopy {
  /** Runs a program as CI does. */
  run(command: Command): Promise<Ended>;
  /**
   * Plants a fault. What it gives puts every file back, those that a command has written too.
   * @throws `StaleEdit` when a file is no longer what the fault was written for.
   */
  plant(edits: Edits): () => void;
}

const author = ['-c', 'user.name=plant', '-c', 'user.email=plant@localhost', '-c', 'commit.gpgsign=false'];

/** Makes the clone. */
export function scratchClone(root: string): Clone {
  const copy = scratchCopy(root);
  const run = (program: string, ...rest: readonly string[]) =>
    execFileSync(program, rest, { cwd: copy.root, stdio: 'pipe' });
  run('git', 'init', '--quiet', '--initial-branch', 'main');
  run(process.execPath, 'node_modules/@changesets/cli/bin.js', 'version');
  run('git', 'add', '--all');
  run('git', ...author, 'commit', '--quiet', '--no-verify', '--message', 'Release');
  for (const { name, folder, manifest } of publishedPackages(copy.root, filesOf(root))) {
    run('git', 'tag', `${name}@${String(manifest['version'])}`);
    const dist = join(folder, 'dist');
    if (existsSync(join(root, dist))) cpSync(join(root, dist), join(copy.root, dist), { recursive: true });
  }
  return {
    ...copy,
    run: (command) => runIn(copy.root, command),
    plant: (edits) => {
      const texts = write(copy.root, edits);
      return () => {
        for (const [path, text] of texts) put(path, text);
        run('git', 'checkout', '--quiet', '--', '.');
        run('git', 'clean', '--quiet', '-d', '--force');
      };
    },
  };
}

/** Writes nothing when one of the edits does not fit its file. What it gives are the texts as they were. */
function write(root: string, edits: Edits): ReadonlyMap<string, string | undefined> {
  const files = Object.entries(edits).map(([file, edit]) => {
    const path = join(root, file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    return { path, before, after: edit(before) };
  });
  for (const { path, after } of files) put(path, after);
  return new Map(files.map(({ path, before }) => [path, before]));
}

function put(path: string, text: string | undefined): void {
  mkdirSync(dirname(path), { recursive: true });
  if (text === undefined) rmSync(path, { force: true });
  else writeFileSync(path, text);
}

function runIn(root: string, command: Command): Promise<Ended> {
  const path = `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const options = {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1', CI: 'true' },
    timeout: longestCheckMs,
    maxBuffer: 2 ** 26,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--conditions=@patchbay/source', ...command],
      options,
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : error.code;
        resolve({ exitCode: typeof exitCode === 'number' ? exitCode : undefined, output: stdout + stderr });
      },
    );
  });
}
