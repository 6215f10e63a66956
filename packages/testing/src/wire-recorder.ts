import type { Clock } from '@patchbay/core';
import { type RecordedBody, recordBody } from './recorded-body.ts';
import { watchedResponse } from './watched-response.ts';

/** One request that went through a recorder. */
export interface RecordedRequest {
  /** Position by start, from 1. */
  readonly order: number;
  /** When it started, in milliseconds of the recorder's clock. */
  readonly startedAtMs: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The idempotency key that it carried. */
  readonly idempotencyKey: string | undefined;
  /** The bytes of the body; of a streamed body those that were read so far. */
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  readonly text: string;
  /** HTTP status of the answer, once there is one. */
  readonly status: number | undefined;
  /** Whether headers or body of the answer are still outstanding. */
  readonly inFlight: boolean;
}

/** A fetch that remembers what went through it. */
export interface WireRecorder {
  /** Hand this to the code under test. Behaves as the fetch below it. */
  readonly fetch: typeof fetch;
  readonly requests: readonly RecordedRequest[];
  /** How many requests have no complete answer: it was not read to its end, cancelled or failed. */
  readonly inFlight: number;
  /** Forgets the requests so far. Those in flight go on being counted until they end. */
  reset(): void;
}

/** How requests are recorded. */
export interface WireRecorderOptions {
  /** Where `startedAtMs` comes from (`monotonic()`). Default: real time. */
  readonly clock?: Pick<Clock, 'monotonic'>;
  /** The header that carries the idempotency key. Default: `idempotency-key`. */
  readonly keyHeader?: string;
}

/**
 * Wraps a fetch so that a test sees each request, and when its answer was read to the end.
 *
 * @example
 * const recorder = wireRecorder();
 * const payments = stripePayments(options, { transport: { fetch: recorder.fetch } });
 * recorder.requests.map((request) => request.idempotencyKey);
 */
export function wireRecorder(base: typeof fetch = fetch, options: WireRecorderOptions = {}): WireRecorder {
  const { clock = { monotonic: () => performance.now() }, keyHeader = 'idempotency-key' } = options;
  const outstanding = new Set<Entry>();
  let requests: Entry[] = [];

  const recordedFetch: typeof fetch = async (input, init) => {
    const recorded = recordBody(input, init);
    const entry = newEntry(recorded, {
      order: requests.length + 1,
      startedAtMs: clock.monotonic(),
      keyHeader,
    });
    const finish = (): void => {
      outstanding.delete(entry);
      entry.inFlight = false;
    };
    requests.push(entry);
    outstanding.add(entry);
    try {
      const response = await base(recorded.input, recorded.init);
      entry.status = response.status;
      return watchedResponse(response, finish);
    } catch (error) {
      finish();
      throw error;
    }
  };
  return {
    fetch: recordedFetch,
    get requests() {
      return requests;
    },
    get inFlight() {
      return outstanding.size;
    },
    reset() {
      requests = [];
    },
  };
}

interface Entry extends RecordedRequest {
  status: number | undefined;
  inFlight: boolean;
}

interface EntryFacts {
  readonly order: number;
  readonly startedAtMs: number;
  readonly keyHeader: string;
}

function newEntry(recorded: RecordedBody, facts: EntryFacts): Entry {
  return {
    order: facts.order,
    startedAtMs: facts.startedAtMs,
    method: recorded.method,
    url: recorded.url,
    headers: recorded.headers,
    idempotencyKey: recorded.headers.get(facts.keyHeader) ?? undefined,
    get body() {
      return recorded.bytes();
    },
    get text() {
      return new TextDecoder().decode(recorded.bytes());
    },
    status: undefined,
    inFlight: true,
  };
}
