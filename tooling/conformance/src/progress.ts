/** One line that says what is being done, on standard error so that results can be piped. */
export interface ProgressLine {
  show(done: number, what: string): void;
  end(): void;
}

const everyMs = 5000;

/** On a terminal a line that is written over; elsewhere one line every few seconds. */
export function progressLine(label: string, total?: number): ProgressLine {
  const { stderr } = process;
  let last = performance.now();
  return {
    show(done, what) {
      const text = `${label}${done}${total === undefined ? '' : ` of ${total}`}  ${what}`;
      if (stderr.isTTY) stderr.write(`\r\u001B[K${text.slice(0, stderr.columns - 1)}`);
      else if (performance.now() - last > everyMs) {
        last = performance.now();
        stderr.write(`${text}\n`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001B[K');
    },
  };
}
