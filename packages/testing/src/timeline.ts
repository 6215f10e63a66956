interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** Virtual time and the timers on it. */
export interface Timeline {
  /** Milliseconds since the beginning. */
  readonly elapsed: number;
  readonly timers: number;
  /** Milliseconds until the next timer is due. */
  next(): number | undefined;
  add(delayMs: number, run: () => void): () => void;
  /** Moves to the next timer and runs it, if it is due by then; tells whether one was. */
  step(until: number): boolean;
  /** Moves on without running anything. Never goes back. */
  moveTo(time: number): void;
}

/** An empty timeline. */
export function timeline(): Timeline {
  let elapsed = 0;
  const waiting = new Set<Timer>();
  return {
    get elapsed() {
      return elapsed;
    },
    get timers() {
      return waiting.size;
    },
    next() {
      const timer = earliest(waiting);
      return timer && Math.max(0, timer.due - elapsed);
    },
    add(delayMs, run) {
      const timer = { due: elapsed + Math.max(0, delayMs || 0), run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    step(until) {
      const timer = earliest(waiting);
      if (!timer || timer.due > until) return false;
      waiting.delete(timer);
      elapsed = Math.max(elapsed, timer.due);
      timer.run();
      return true;
    },
    moveTo(time) {
      elapsed = Math.max(elapsed, time);
    },
  };
}

// A set keeps the order of insertion, so timers that are due together run in the order they were made.
function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (!first || timer.due < first.due) first = timer;
  return first;
}
