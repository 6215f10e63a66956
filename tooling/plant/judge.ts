import type { Fault } from './fault.ts';

/** What a check came to. */
export interface Ended {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/**
 * What is wrong with the end of a check after a fault was planted, a line each; empty when it refused it as it should.
 */
export function judge({ says }: Pick<Fault, 'says'>, { exitCode, output }: Ended): readonly string[] {
  if (exitCode === 0) return ['the check passes'];
  if (exitCode !== 1) return [`the check did not end by itself with 1, but with ${exitCode ?? 'a signal'}`];
  return says.filter((words) => !output.includes(words)).map((words) => `it does not say: ${words}`);
}
