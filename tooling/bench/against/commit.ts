import { execFileSync } from 'node:child_process';

/** What a name of a commit stands for, or why nothing can be built from it. */
export type Found =
  | { readonly hash: string; readonly short: string; readonly subject: string }
  | { readonly missing: string };

/** Looks a commit up in the clone at `root`. */
export function findCommit(root: string, name: string): Found {
  const looked = git(root, 'log', '-1', '--format=%H%n%h%n%s', `${name}^{commit}`, '--');
  if (looked !== undefined) {
    const [hash = '', short = '', subject = ''] = looked.split('\n');
    return { hash, short, subject };
  }
  const isShallow = git(root, 'rev-parse', '--is-shallow-repository');
  if (isShallow === undefined) return { missing: 'git finds no clone here' };
  return {
    missing:
      isShallow === 'true'
        ? 'this clone is shallow and does not have it; `git fetch --unshallow` brings it'
        : 'this clone does not have it',
  };
}

function git(root: string, ...rest: readonly string[]): string | undefined {
  try {
    return execFileSync('git', rest, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}
