import type { Mutant, TestName } from './mutant.ts';

/** What is wrong with the tests that went red without a guard, a line each; empty when they are those of its row. */
export function judge({ red }: Pick<Mutant, 'red'>, found: readonly TestName[]): readonly string[] {
  const named = Object.entries(red).flatMap(([file, names]) => names.map((name) => ({ file, name })));
  if (found.length === 0) return ['it survives: no test goes red'];
  const green = named.filter((row) => !found.some((test) => covers(row, test)));
  const others = found.filter((test) => !named.some((row) => covers(row, test)));
  return [
    ...green.map((row) => `stays green: ${textOf(row)}`),
    ...others.map((test) => `goes red and is not named: ${textOf(test)}`),
  ];
}

function covers(row: TestName, { file, name }: TestName): boolean {
  if (row.file !== file) return false;
  return row.name.endsWith('*') ? name.startsWith(row.name.slice(0, -1)) : name === row.name;
}

function textOf({ file, name }: TestName): string {
  return `${file}: ${name}`;
}
