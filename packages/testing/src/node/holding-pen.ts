import type { Socket } from 'node:net';

/** Requests that are stuck on purpose. */
export interface HoldingPen {
  readonly held: number;
  /**
   * Holds until the client goes away, or until `release` is called by what `until` arranged. `until` returns how to
   * cancel that.
   */
  hold(socket: Socket, until?: (release: () => void) => () => void): Promise<void>;
}

/** An empty pen. */
export function holdingPen(): HoldingPen {
  let held = 0;
  return {
    get held() {
      return held;
    },
    hold(socket, until) {
      if (socket.destroyed || socket.readableEnded) return Promise.resolve();
      held += 1;
      return new Promise((resolve) => {
        let cancel = (): void => {};
        // Counts down in the very event, not in a later microtask: `held` must never be stale for longer than that.
        const release = (): void => {
          socket.off('end', release).off('close', release);
          cancel();
          held -= 1;
          resolve();
        };
        socket.once('end', release).once('close', release);
        if (until) cancel = until(release);
      });
    },
  };
}
