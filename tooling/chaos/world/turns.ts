import { type BinaryLike, createHash } from 'node:crypto';

// What happens outside the event loop's turns is counted, so that virtual time stands still meanwhile.

let pending = 0;
let round = 0;

/** Begins anew: what an earlier script has left under way does not count. */
export function beginRound(): void {
  round += 1;
  pending = 0;
}

/** Whether something is under way that will end by itself. */
export function isPending(): boolean {
  return pending > 0;
}

/** Counts work until it ends. */
export async function counted<T>(work: Promise<T>): Promise<T> {
  const begun = round;
  pending += 1;
  try {
    return await work;
  } finally {
    if (begun === round) pending -= 1;
  }
}

/** Turns of the event loop: all microtasks have run, and pending input was polled. */
export async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets WebCrypto hash within one turn of the event loop instead of beside it, so that the same script always runs in
 * the same order. What it returns puts WebCrypto back.
 */
export function hashInTurn(): () => void {
  const { digest: before } = crypto.subtle;
  const value = (_algorithm: unknown, bytes: BinaryLike): Promise<ArrayBuffer> =>
    counted(
      turns(1).then(() => {
        const digest = createHash('sha256').update(bytes).digest();
        return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.length);
      }),
    );
  const put = (method: unknown): void => {
    Object.defineProperty(crypto.subtle, 'digest', { value: method, configurable: true, writable: true });
  };
  put(value);
  return () => put(before);
}
