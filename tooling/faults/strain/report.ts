/** One line of a table: what was measured, and how much it was. */
export type Figure = readonly [name: string, value: string];

/** Prints a table and what is wrong with it, and gives the process its exit code. */
export function report(title: string, figures: readonly Figure[], wrong: readonly string[]): void {
  const width = Math.max(...figures.map(([name]) => name.length));
  console.log(`\n${title}`);
  for (const [name, value] of figures) console.log(`  ${name.padEnd(width)}  ${value}`);
  for (const phrase of wrong) console.log(`  FAIL  ${phrase}`);
  if (wrong.length === 0) console.log('  ok');
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

export const count = (value: number): string => value.toLocaleString('en-US');
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(2)} MB`;
