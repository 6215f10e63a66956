/** Prints the story while it is lived, and counts. */
export interface Report {
  /** Runs one step and prints it with its time; the first that fails ends the story. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  heading(text: string): void;
  line(text: string): void;
  /** The closing line; true when all went well. */
  close(): boolean;
}

/** A step failed, and has been printed. */
export class StoryFailed extends Error {}

const width = 62;

export function createReport(print: (line: string) => void = console.log): Report {
  const startedAt = performance.now();
  let passed = 0;
  let failed = 0;
  return {
    async step(title, work) {
      const number = String(passed + 1).padStart(2);
      const stepStartedAt = performance.now();
      const took = (): string => `${Math.round(performance.now() - stepStartedAt)} ms`.padStart(9);
      try {
        const result = await work();
        passed += 1;
        print(`${number}  ${title.padEnd(width, ' ')}${took()}`);
        return result;
      } catch (error) {
        failed += 1;
        print(`${number}  ${title.padEnd(width, ' ')}${took()}  FAILED`);
        print(
          `\nThe story failed at step ${passed + 1}, "${title}":\n${error instanceof Error ? error.message : String(error)}`,
        );
        throw new StoryFailed(title, { cause: error });
      }
    },
    heading: (text) => print(`\n${text}`),
    line: print,
    close() {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      print(`\nThe story took ${seconds} s:\n${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}

/** Fails a step that found something else than it had to. */
export function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: expected ${String(expected)}, found ${String(found)}.`);
}
