import type { Problem } from '../error.ts';

/** A readable report of problems: where each is, what was found, what was expected, how to fix it. Plain text. */
export function formatProblems(problems: readonly Problem[]): string {
  const blocks = problems.map(({ path, variable, found = 'nothing', expected, fix }) =>
    [
      `  ${path}${variable === undefined ? '' : ` (${variable})`}`,
      `    found     ${found}`,
      `    expected  ${expected}`,
      ...(fix === undefined ? [] : [`    fix       ${fix}`]),
    ].join('\n'),
  );
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${count} in the configuration:`, ...blocks].join('\n\n');
}
