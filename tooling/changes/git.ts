import { spawnSync } from 'node:child_process';

/** A checkout, as far as it is asked. */
export interface History {
  /** The text of a file at a commit; `undefined` where it was not there. */
  fileAt(commit: string, path: string): string | undefined;
  /** Files that differ from a commit, those that are not added yet included. */
  changedSince(commit: string): readonly string[];
  /** The commit at which the current branch left another. */
  whereLeft(branch: string): string;
  tags(): readonly string[];
}

/** Asks git; what changed since a commit is asked once. */
export function historyOf(root: string): History {
  const changed = new Map<string, readonly string[]>();
  const lines = (...given: string[]) =>
    git(root, given)
      .split('\0')
      .filter((line) => line !== '');
  return {
    fileAt: (commit, path) => {
      const { status, stdout } = run(root, ['show', `${commit}:${path}`]);
      return status === 0 ? stdout : undefined;
    },
    changedSince: (commit) => {
      const files = changed.get(commit) ?? [
        ...lines('diff', '--name-only', '--no-renames', '-z', commit),
        ...lines('ls-files', '--others', '--exclude-standard', '-z'),
      ];
      changed.set(commit, files);
      return files;
    },
    whereLeft: (branch) => git(root, ['merge-base', branch, 'HEAD']).trim(),
    tags: () => git(root, ['tag', '--list', '@*']).split('\n'),
  };
}

function git(root: string, given: readonly string[]): string {
  const { status, stdout, stderr } = run(root, given);
  if (status !== 0) throw new Error(`git ${given.join(' ')}: ${stderr}`);
  return stdout;
}

function run(root: string, given: readonly string[]) {
  return spawnSync('git', given, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
