import type { Workspace } from './workspace.ts';

/** One place where a rule is broken. */
export interface Violation {
  /** From the root of the repository. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong, as a sentence. */
  readonly wrong: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
}

/** One rule of the house. */
export interface Rule {
  readonly id: string;
  /** The rule in one sentence. */
  readonly says: string;
  check(workspace: Workspace): Iterable<Violation>;
}
