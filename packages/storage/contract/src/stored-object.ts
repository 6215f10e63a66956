import { type CallOptions, DriverFailure, underOperation } from '@patchbay/core';
import { BodyReader } from './body-reader.ts';
import type { GetObject, ObjectInfo } from './object.ts';
import type { StorageBase } from './upload.ts';

/** The last argument of `get`. */
export interface GetOptions extends CallOptions {
  /** Longest wait for the next bytes of the body, in milliseconds. Default: 30,000. */
  readonly idleTimeoutMs?: number;
}

/** The object still has the `etag` that was asked about. */
export interface NotModified {
  readonly status: 'not_modified';
  readonly etag: string;
}

/**
 * An object whose bytes are on their way. Read them (once) or dispose of it: until then it holds a connection.
 * @example
 * await using object = await storage.get('invoices/1007.pdf');
 * await pipeline(object.stream(), response);
 */
export interface StoredObject extends AsyncDisposable {
  readonly status: 'ok';
  readonly info: ObjectInfo;
  /** The bytes that come, where not all were asked for. */
  readonly range?: { readonly start: number; readonly end: number };
  /**
   * The bytes as they come. A connection that breaks is taken up again where it broke; bytes of another version never
   * follow.
   */
  stream(): ReadableStream<Uint8Array>;
  /** All bytes in memory. */
  bytes(): Promise<Uint8Array>;
  /** All bytes as UTF-8. */
  text(): Promise<string>;
  /** Parsed, not checked: give it to a schema. */
  json(): Promise<unknown>;
}

const defaultIdleMs = 30_000;

/** Reads an object; the call ends at its headers. */
export async function get(
  base: StorageBase,
  input: string | GetObject,
  options: GetOptions = {},
): Promise<StoredObject | NotModified> {
  const { idleTimeoutMs = defaultIdleMs, ...callOptions } = options;
  const found = await base.operations.get(input, callOptions);
  if (found.status === 'not_modified') return found;
  const versionId = typeof input === 'string' ? undefined : input.versionId;
  const version = versionId === undefined ? {} : { versionId };
  return toStoredObject(base, new BodyReader(base, found, { idleTimeoutMs, callOptions, version }));
}

function toStoredObject({ integration }: StorageBase, body: BodyReader): StoredObject {
  const { info, range } = body.first;
  const bytes = (): Promise<Uint8Array> => body.bytes();
  return {
    status: 'ok',
    info,
    ...(range !== undefined && { range }),
    stream: () => body.stream(),
    bytes,
    text: async () => new TextDecoder().decode(await bytes()),
    json: async () => {
      const text = new TextDecoder().decode(await bytes());
      return underOperation(integration, 'get', async () => parsed(text));
    },
    [Symbol.asyncDispose]: () => body.cancel(),
  };
}

/** The message of a parser shows what it read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DriverFailure({ code: 'invalid_response', message: 'The object holds no JSON.' });
  }
}
