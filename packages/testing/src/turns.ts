// Taken when the module loads, so that a runner's fake timers cannot stop them.
const { clearTimeout, setTimeout } = globalThis;

/** One turn of the real event loop: all microtasks have run, and pending input was polled. */
export function realTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Runs after real milliseconds; returns how to cancel. */
export function afterReal(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

/** Real milliseconds that never go back. */
export function realNow(): number {
  return performance.now();
}
