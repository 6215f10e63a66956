/** A request with a body that can be looked at, and that goes on as it came. */
export interface RecordedBody {
  readonly input: Parameters<typeof fetch>[0];
  readonly init: Parameters<typeof fetch>[1];
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** What is known of the body so far. */
  bytes(): Uint8Array;
}

/**
 * Records what a call of fetch sends. Text and bytes go on untouched; a stream is recorded chunk by chunk as the
 * transport reads it, never ahead of it, so that code that asks "was a byte read?" gets the true answer.
 */
export function recordBody(
  input: Parameters<typeof fetch>[0],
  init: Parameters<typeof fetch>[1],
): RecordedBody {
  const known = knownBytes(input, init?.body);
  if (known) return { ...describe(new Request(input, init)), input, init, bytes: () => known };
  const body: unknown = init?.body;
  if (body instanceof ReadableStream) {
    const tapped = tapStream(body);
    const head = describe(new Request(input, { ...init, body: null }));
    return { ...head, input, init: { ...init, body: tapped.stream }, bytes: tapped.bytes };
  }
  // What is left: a blob, a form, or a Request that has its own body.
  const request = new Request(input, init);
  return { ...describe(request), input: request, init: undefined, bytes: copyBody(request) };
}

function describe({ method, url, headers }: Request): Pick<RecordedBody, 'method' | 'url' | 'headers'> {
  return { method, url, headers };
}

function knownBytes(input: Parameters<typeof fetch>[0], body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null) {
    return input instanceof Request && input.body ? undefined : new Uint8Array();
  }
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof URLSearchParams) return new TextEncoder().encode(body.toString());
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice(0));
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  }
  return undefined;
}

function tapStream(source: ReadableStream<Uint8Array>): {
  readonly stream: ReadableStream<Uint8Array>;
  bytes(): Uint8Array;
} {
  const chunks: Uint8Array[] = [];
  const reader = source.getReader();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        chunks.push(value.slice());
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { stream, bytes: () => joinBytes(chunks) };
}

function copyBody(request: Request): () => Uint8Array {
  const chunks: Uint8Array[] = [];
  const copy = request.body ? request.clone().body : null;
  if (copy) void collect(copy, chunks);
  return () => joinBytes(chunks);
}

async function collect(stream: ReadableStream<Uint8Array>, chunks: Uint8Array[]): Promise<void> {
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch {
    // The transport meets the same error and reports it to the caller.
  }
}

/** All chunks in one array. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
