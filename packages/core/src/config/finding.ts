import type { Problem } from '../error.ts';

/** A problem, and what the error that reports it needs to know besides. */
export interface Finding {
  readonly problem: Problem;
  readonly code: 'config_invalid' | 'adapter_missing';
  /** The error behind it. */
  readonly cause?: unknown;
}

/** A finding of which nothing else is to be said. */
export function invalid(problem: Problem): Finding {
  return { problem, code: 'config_invalid' };
}
