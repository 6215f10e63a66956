import type { S3FakeFault } from '../types.ts';

/** Planned faults, met in the order in which they were planned. */
export interface PlannedFaults {
  plan(fault: S3FakeFault): void;
  /** The next fault for an operation on a key; it is used up by that. */
  take(operation: string, key: string): S3FakeFault | undefined;
}

/** The operations that a kind of fault fits. */
const fits = {
  error: () => true,
  errorIn200: (operation) => /^(CompleteMultipartUpload|CopyObject|UploadPartCopy)$/.test(operation),
  truncatedBody: (operation) => operation === 'GetObject',
  flippedBit: (operation) => operation === 'GetObject',
} satisfies Record<S3FakeFault['kind'], (operation: string) => boolean>;

export function plannedFaults(): PlannedFaults {
  const planned: { readonly fault: S3FakeFault; left: number }[] = [];
  return {
    plan: (fault) => void planned.push({ fault, left: fault.times ?? 1 }),
    take(operation, key) {
      const found = planned.find(
        ({ fault, left }) =>
          left > 0 &&
          fits[fault.kind](operation) &&
          (fault.operation ?? operation) === operation &&
          (fault.key ?? key) === key,
      );
      if (found !== undefined) found.left--;
      return found?.fault;
    },
  };
}

/** The same answer, with a body that breaks off although its head tells the whole length. */
export function truncated(response: Response, afterBytes: number): Response {
  let left = afterBytes;
  return withBody(response, (chunk, controller) => {
    controller.enqueue(chunk.subarray(0, left));
    left -= chunk.length;
    if (left < 0) controller.error(new Error('The body breaks off here, as planned.'));
  });
}

/** The same answer, with the lowest bit of one byte turned over. */
export function flipped(response: Response, atByte: number): Response {
  let offset = 0;
  return withBody(response, (chunk, controller) => {
    const at = atByte - offset;
    const changed = Uint8Array.from(chunk);
    if (at >= 0 && at < chunk.length) changed[at] = (changed[at] ?? 0) ^ 1;
    offset += chunk.length;
    controller.enqueue(changed);
  });
}

function withBody(
  { body, status, headers }: Response,
  transform: (chunk: Uint8Array, controller: TransformStreamDefaultController<Uint8Array>) => void,
): Response {
  const changed = body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ transform })) ?? null;
  return new Response(changed, { status, headers });
}
