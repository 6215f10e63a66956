import { DriverFailure } from '@patchbay/core';
import type { Redis } from 'ioredis';
import { codeOf } from '../errors.ts';
import type { Silence } from './silence.ts';

/**
 * Connects, and waits for the answer to a `PING`: it comes after those to `AUTH` and `SELECT`, for which ioredis does
 * not wait. Without it commands could go to another database, or be those of another user.
 */
export async function greet(redis: Redis, silence: Silence): Promise<void> {
  const found: Error[] = [];
  const note = (error: Error): void => void found.push(error);
  redis.on('error', note);
  try {
    if (redis.status === 'wait' || redis.status === 'end') await redis.connect();
    await silence.until(redis.ping());
    const [first] = found;
    if (first !== undefined) throw first;
  } catch (error) {
    await end(redis);
    throw toReason(found[0] ?? error); // ioredis itself throws only that the connection is closed
  } finally {
    redis.off('error', note);
  }
}

/** Ends the connection, and waits until the socket is gone. */
export async function end(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  const ending = ended(redis);
  redis.disconnect();
  await ending;
}

/** Waits for the end of a connection that cannot be written to any more. */
export async function untilGone(redis: Redis): Promise<void> {
  if (redis.status === 'ready' && !redis.stream.writable) await ended(redis);
}

function ended(redis: Redis): Promise<void> {
  return new Promise((resolve) => {
    redis.once('end', resolve);
  });
}

/** Why there is no connection: what the server said, or that it was not reached. */
function toReason(error: unknown): unknown {
  if (codeOf(error) !== undefined) return error;
  const code: unknown = Reflect.get(Object(error), 'code');
  const vendor = typeof code === 'string' && { vendor: { code } };
  return new DriverFailure({ code: 'network', message: 'Redis could not be reached.', ...vendor });
}
