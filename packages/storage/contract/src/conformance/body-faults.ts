import type { WireHandler } from '@patchbay/core/conformance';
import type { BodyFault, BodyFaults } from './harness.ts';

/** Faults of bodies, and the place on the wire where they befall. */
export interface BodyFaultLayer extends BodyFaults {
  /** Stands around the handler of the provider's fake: corrupts what passes. */
  around(next: WireHandler): WireHandler;
}

/** A body that stops: only the server itself can cut a connection, or hold it. */
export type CutFault = Extract<BodyFault, { readonly afterBytes: number }>;

type Corruption = Exclude<BodyFault, CutFault>;

/**
 * What a harness with a wire gives its cases to plan faults of bodies. `cut` is done by the server, for the answers to
 * the next GET requests.
 * @example
 * const bodies = bodyFaults(({ kind, afterBytes }, times) =>
 *   server.fault({ kind: kind === 'break' ? 'truncate' : 'slowBody', afterBytes, times, match: isGet }));
 * const server = await serve(bodies.around((request) => fake.handle(request)), { clock });
 */
export function bodyFaults(cut: (fault: CutFault, times: number) => void): BodyFaultLayer {
  const planned: { readonly fault: Corruption; left: number }[] = [];
  const take = (kind: Corruption['kind']): Corruption | undefined => {
    const entry = planned.find(({ fault, left }) => left > 0 && fault.kind === kind);
    if (entry !== undefined) entry.left -= 1;
    return entry?.fault;
  };
  return {
    plan(fault, times = 1) {
      if ('afterBytes' in fault) cut(fault, times);
      else planned.push({ fault, left: times });
    },
    around: (next) => async (request) => {
      const sent = request.body === null ? undefined : take('corrupt_sent');
      const response = await next(sent === undefined ? request : corruptRequest(request, sent.atByte));
      if (request.method !== 'GET' || !response.ok || response.body === null) return response;
      const fault = take('corrupt');
      if (fault === undefined) return response;
      const { status, headers } = response;
      return new Response(response.body.pipeThrough(flipBit(fault.atByte)), { status, headers });
    },
  };
}

function corruptRequest(request: Request, atByte: number): Request {
  const { url, method, headers, signal, body } = request;
  const init = { method, headers, signal, duplex: 'half' as const };
  return new Request(url, { ...init, body: body?.pipeThrough(flipBit(atByte)) ?? null });
}

/** Flips one bit of the byte at this offset. */
function flipBit(atByte: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let position = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const copy = new Uint8Array(chunk);
      const at = atByte - position;
      const byte = copy[at];
      if (byte !== undefined) copy[at] = byte ^ 1;
      position += copy.byteLength;
      controller.enqueue(copy);
    },
  });
}
