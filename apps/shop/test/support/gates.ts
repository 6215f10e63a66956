import type { Interceptor } from '@patchbay/core';

/** Stops calls where a test wants them, so that it decides who is first. */
export interface Gates extends Interceptor {
  /** The next call of an operation that nobody has stopped yet waits before it is made. */
  hold(operation: string): HeldCall;
}

/** A call that waits, or will. */
export interface HeldCall {
  /** It has come, and waits. */
  readonly reached: Promise<void>;
  open(): void;
}

interface Gate {
  readonly operation: string;
  readonly reach: () => void;
  readonly opened: Promise<void>;
}

export function createGates(): Gates {
  const gates: Gate[] = [];
  return {
    async around({ operation }, next) {
      const index = gates.findIndex((gate) => gate.operation === operation);
      const [gate] = index < 0 ? [] : gates.splice(index, 1);
      gate?.reach();
      await gate?.opened;
      return next();
    },
    hold(operation) {
      const reached = signal();
      const opened = signal();
      gates.push({ operation, reach: reached.give, opened: opened.given });
      return { reached: reached.given, open: opened.give };
    },
  };
}

/** Something to wait for, until it is given. */
export function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
