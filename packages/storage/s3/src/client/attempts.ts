import type { S3 } from '@aws-sdk/client-s3';
import type { Attempt } from '@patchbay/core';

/** What a request tells of its way. */
export type Sender = Pick<Attempt, 'headers' | 'progress'>;

const sender = Symbol('sender');
const senders = new WeakMap<object, Sender>();

/**
 * Binds what a command is given to its attempt. The SDK keeps its chain of middleware for calls without options only
 * (`cacheMiddleware`), and to build it is a fifth of a small call; a header would be signed.
 */
export function bound<I extends object>(input: I, attempt: Attempt): I & Bound {
  return { ...input, [sender]: { headers: attempt.headers, progress: () => attempt.progress() } };
}

interface Bound {
  readonly [sender]: Sender;
}

/** Hands the attempt of a command on to its request, last of all before it is sent. */
export function passSenders(client: S3): void {
  client.middlewareStack.add(
    (next) => (step) => {
      const { input, request } = step;
      if (isBound(input) && isObject(request)) senders.set(request, input[sender]);
      return next(step);
    },
    { step: 'deserialize', priority: 'low', name: 'patchbayAttempt' },
  );
}

/** The attempt that a request belongs to; a call of the SDK's client by the application has none. */
export function senderOf(request: object): Sender | undefined {
  return senders.get(request);
}

/** `bound` alone knows the symbol. */
function isBound(input: object): input is Bound {
  return sender in input;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
