import type { BodyInput, PutOptions, StorageCapabilities } from '@patchbay/storage';
import type { AnyStorage, StorageSubject } from '@patchbay/storage/conformance';
import { type BrokenDriver, type Defect, type FacadeDefect, type Harmless, replace } from '../broken.ts';

export type StorageDriver = BrokenDriver<StorageSubject, StorageCapabilities>;
export type StorageDefect = Defect<StorageSubject, StorageCapabilities>;
export type StorageHarmless = Harmless<StorageSubject, StorageCapabilities>;

/** A defect with its names, on the provider in memory. */
export function driver(id: string, what: string, caughtBy: string, defect: StorageDefect): StorageDriver {
  return { id, what, caughtBy, on: 'memory', defect };
}

type Put = AnyStorage['put'];

/** Writes are done otherwise. */
export function puts(
  change: (put: Put, key: string, body: BodyInput, options: PutOptions) => Promise<unknown>,
): FacadeDefect {
  return {
    facade: (facade) =>
      replace(facade, 'put', (original) => (key, body, options) =>
        // Cases call it as its type says, or misshapen on purpose.
        change(original as Put, key as string, body as BodyInput, (options ?? {}) as PutOptions),
      ),
  };
}

/** Options of writes are lost on the way. */
export function losesOptions(...names: readonly (keyof PutOptions)[]): FacadeDefect {
  return puts((put, key, body, options) => put(key, body, without(options, names)));
}

/** The input of an operation is another one. */
export function inputs(operation: string, change: (input: Fields) => unknown): FacadeDefect {
  return {
    facade: (facade) =>
      replace(facade, operation, (original) => (input, ...rest) => original(change(toFields(input)), ...rest)),
  };
}

export type Fields = Readonly<Record<string, unknown>>;

/** The input as an object, also where it is the bare key. */
export function toFields(input: unknown): Fields {
  return typeof input === 'string' ? { key: input } : { ...Object(input) };
}

export function without<T extends object>(value: T, names: readonly (keyof T)[]): T {
  const kept = Object.entries(value).filter(([name]) => !names.some((lost) => lost === name));
  return Object.fromEntries(kept) as T; // every member may be absent
}

/** All of a body in memory, which no adapter may do. */
export async function drained(body: BodyInput): Promise<Uint8Array> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of 'open' in body && !(Symbol.asyncIterator in body) ? body.open() : (body as AsyncIterable<Uint8Array | string>))
    chunks.push(new Uint8Array(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
