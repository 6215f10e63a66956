/** Bytes that may stay in use from the first mark to the end. */
export const retainedBytes = 1_000_000;

/** What was left of many calls that shared a signal. */
export interface Remains {
  readonly calls: number;
  /** Calls that resolved. */
  readonly resolved: number;
  /** Listeners on the signal: all that were ever added, and those at the end. */
  readonly added: number;
  readonly listeners: number;
  /** Bytes in use after a forced collection, at the first mark and at the end. */
  readonly heapAtMark: number;
  readonly heapAtEnd: number;
}

/** What is wrong, one phrase each. */
export function judgeRemains(remains: Remains): readonly string[] {
  const { calls, resolved, added, listeners, heapAtMark, heapAtEnd } = remains;
  const retained = heapAtEnd - heapAtMark;
  return [
    ...(resolved === calls ? [] : [`${calls - resolved} of ${calls} calls failed`]),
    ...(added >= calls ? [] : [`only ${added} listeners were ever added: this measures nothing`]),
    ...(listeners === 0 ? [] : [`${listeners} listeners are left on the caller’s signal`]),
    ...(retained <= retainedBytes
      ? []
      : [`${retained} bytes are retained, at most ${retainedBytes} are allowed`]),
  ];
}
