const intervalMs = 20;
const startMs = 1000;

/**
 * Measures how late timers are. `stop` gives, in milliseconds, the delays of the first second together (code that runs
 * for the first time holds everything up) and the worst one after that.
 */
export function controlTimer(): { stop(): number } {
  const startedAt = performance.now();
  let dueAt = startedAt + intervalMs;
  let atStartMs = 0;
  let worstMs = 0;
  const look = (): void => {
    const now = performance.now();
    const lateMs = Math.max(0, now - dueAt);
    if (dueAt - startedAt <= startMs) atStartMs += lateMs;
    else worstMs = Math.max(worstMs, lateMs);
    dueAt = now + intervalMs;
  };
  const timer = setInterval(look, intervalMs);
  return {
    stop() {
      look();
      clearInterval(timer);
      return atStartMs + worstMs;
    },
  };
}
