/** Tells of each step while it goes on, and how long it took. */
export interface Report {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  heading(text: string): void;
  line(text: string): void;
  /** The closing line; true when nothing failed. */
  close(): boolean;
}

/** A step failed, and has been told of: the rehearsal is over. */
export class StepFailed extends Error {}

const width = 76;

export function createReport(write: (text: string) => void): Report {
  const startedAt = performance.now();
  let passed = 0;
  let failed = 0;
  const since = (then: number): string => `${((performance.now() - then) / 1000).toFixed(1)} s`;
  return {
    async step(title, work) {
      const stepStartedAt = performance.now();
      const end = (how: string): void =>
        write(`${since(stepStartedAt).padStart(8)}  (at ${since(startedAt)})${how}\n`);
      write(`${String(passed + 1).padStart(3)}  ${title.padEnd(width)}`);
      try {
        const result = await work();
        passed += 1;
        end('');
        return result;
      } catch (error) {
        failed += 1;
        end('  FAILED');
        write(`\n${error instanceof Error ? error.message : String(error)}\n`);
        throw new StepFailed(title, { cause: error });
      }
    },
    heading: (text) => write(`\n${text}\n`),
    line: (text) => write(`${text}\n`),
    close() {
      write(`\nThe rehearsal took ${since(startedAt)}:\n${passed} passed, ${failed} failed\n`);
      return failed === 0;
    },
  };
}
