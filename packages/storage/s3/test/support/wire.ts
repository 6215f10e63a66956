import type { S3 } from '@aws-sdk/client-s3';
import type { VendorFault, Wire } from '@patchbay/core/conformance';
import { type FaultServer, freePort, toFault, type VendorRefusal } from '@patchbay/testing/node';

/** S3's own refusals: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11-22). */
const refusals = {
  wrong_credential: [403, 'InvalidAccessKeyId'],
  no_permission: [403, 'AccessDenied'],
  key_in_flight: [409, 'ConditionalRequestConflict'],
  rate_limited: [503, 'SlowDown'],
  server_error: [500, 'InternalError'],
  unavailable: [503, 'ServiceUnavailable'],
} as const satisfies Record<VendorFault, readonly [number, string]>;

/** The fake's socket from both sides: what came in, what goes wrong with it, and what is on its way. */
export interface ClientWire {
  readonly wire: Wire;
  /** Watches a client, and sends it to a closed port where that is planned. */
  watch(client: S3): void;
  /** Whether an answer is outstanding that nobody holds back. */
  busy(): boolean;
}

type Handler = S3['config']['requestHandler'];
type Answer = Awaited<ReturnType<Handler['handle']>>;

/** Makes both sides. Node's HTTP client knows no `fetch` to record. */
export async function toWire(server: FaultServer): Promise<ClientWire> {
  const closed = await freePort();
  const refused: { left: number; readonly reads: boolean }[] = [];
  const outstanding = new Set<{ answer?: Answer }>();
  const take = (method: string): boolean => {
    const entry = refused.find(({ left, reads }) => left > 0 && (reads || !isReading(method)));
    if (entry !== undefined) entry.left -= 1;
    return entry !== undefined;
  };
  return {
    wire: {
      requests: () => server.received.map(({ method, target: path, text: body }) => ({ method, path, body })),
      held: () => server.held,
      fault: (fault, { times = 1, reads = false } = {}) => {
        if (fault.kind === 'refused') refused.push({ left: times, reads });
        else server.fault({ ...toFault(fault, refusalOf), times, match: matching(reads) });
      },
    },
    watch(client) {
      const { requestHandler } = client.config;
      const handle: Handler['handle'] = async (request, options) => {
        const entry: { answer?: Answer } = {};
        outstanding.add(entry);
        if (take(request.method)) request.port = closed;
        try {
          entry.answer = await requestHandler.handle(request, options);
          return entry.answer;
        } catch (error) {
          outstanding.delete(entry);
          throw error;
        }
      };
      client.config.requestHandler = Object.assign(Object.create(requestHandler), { handle });
    },
    busy() {
      for (const entry of outstanding) if (isOver(entry.answer)) outstanding.delete(entry);
      return outstanding.size > server.held;
    },
  };
}

/** True for an answer whose body came to its end, or never will. */
function isOver(answer: Answer | undefined): boolean {
  const body: unknown = answer?.response.body;
  if (typeof body !== 'object' || body === null) return answer !== undefined;
  return Reflect.get(body, 'complete') === true || Reflect.get(body, 'destroyed') === true;
}

function matching(reads: boolean) {
  return ({ method }: { readonly method: string }): boolean => reads || !isReading(method);
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refusalOf(error: VendorFault): VendorRefusal {
  const [status, code] = refusals[error];
  return {
    status,
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Planned by a test.</Message></Error>`,
    contentType: 'application/xml',
  };
}
