import { existsSync, readFileSync } from 'node:fs';

const listed = readFileSync(new URL('../../.ci/packages.txt', import.meta.url), 'utf8').split('\n');

/** A program of the system that a test needs, and the Debian package that it comes from. */
export interface SystemProgram {
  readonly debianPackage: string;
  /** A file of the package. */
  readonly path: string;
  /** True: only root can run it. */
  readonly needsRoot?: true;
}

/**
 * Why a program cannot be used here; `undefined` when it can. It is printed, so that nobody takes a test that was left
 * out for one that passed.
 * @throws `Error` under `CI=true`, where every program of `.ci/packages.txt` must be there.
 */
export function missingProgram({ debianPackage, path, needsRoot }: SystemProgram): string | undefined {
  const why = reason(debianPackage, path, needsRoot);
  if (why === undefined) return undefined;
  if (listed.includes(debianPackage) && process.env['CI'] === 'true')
    throw new Error(`A test cannot run: ${why}.`);
  console.log(`A test is left out: ${why}.`);
  return why;
}

function reason(debianPackage: string, path: string, needsRoot = false): string | undefined {
  if (!existsSync(path)) return `no ${path} (Debian: apt-get install ${debianPackage})`;
  return needsRoot && process.getuid?.() !== 0 ? `${path} needs root` : undefined;
}
