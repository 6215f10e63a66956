import { DriverFailure } from '@patchbay/core';
import type { Checksum } from '@patchbay/storage';
import { digestOf } from '../request/checksum.ts';

/** A body as Node's HTTP client gives it. */
export interface NodeBody extends AsyncIterable<Uint8Array> {
  destroy(): void;
}

/** Tells a body of Node's from what the SDK gives elsewhere. */
export function isNodeBody(body: unknown): body is NodeBody {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;
}

/**
 * A stream of the bytes that fails at its end where they are not what `expected` says; `end` resolves when it is over.
 */
export function verified(
  body: NodeBody,
  expected: Checksum | undefined,
): { readonly stream: ReadableStream<Uint8Array>; readonly end: Promise<void> } {
  const chunks = body[Symbol.asyncIterator]();
  const digest = expected === undefined ? undefined : digestOf(expected.algorithm);
  let finish = (): void => {};
  const end = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await chunks.next();
          if (chunk.done !== true) {
            digest?.update(chunk.value);
            return controller.enqueue(chunk.value);
          }
          finish();
          if (digest?.value() === expected?.value) controller.close();
          else controller.error(corrupt());
        } catch (error) {
          finish();
          controller.error(error);
        }
      },
      cancel() {
        finish();
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, end };
}

function corrupt(): DriverFailure {
  const message = 'The bytes that came are not those that are stored: their checksum differs.';
  return new DriverFailure({ code: 'invalid_response', reason: 'body_corrupt', message });
}
