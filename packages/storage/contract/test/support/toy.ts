import { type Call, DriverFailure, defineAdapter, type Schema, type Setup } from '@patchbay/core';
import {
  type ByteRange,
  type CompleteUpload,
  type GetObject,
  type ListEntry,
  type ListObjects,
  type PutObject,
  type StorageCapabilities,
  type StoredBody,
  storage,
} from '@patchbay/storage';
import type { AnyStorage } from '@patchbay/storage/conformance';
import { hash, hideRaw, join, ToyStore, toyMinPartBytes } from './toy-store.ts';

export { ToyStore } from './toy-store.ts';

const common = {
  provider: 'toy',
  embedded: true,
  operations: {
    put: 'native',
    get: 'native',
    head: 'native',
    list: 'native',
    delete: 'native',
    deleteMany: 'native',
    copy: 'native',
    'uploads.create': 'native',
    'uploads.put': 'native',
    'uploads.parts': 'native',
    'uploads.complete': 'native',
    'uploads.abort': 'native',
    'uploads.list': 'native',
  },
  traits: {
    'put.if_absent': true,
    'put.if_match': true,
    'delete.if_match': true,
    'copy.if_absent': true,
    'copy.if_match': true,
    metadata: true,
    content_headers: true,
    versions: false,
    'presign.get': false,
    'presign.put': false,
    'presign.put.size': false,
    'presign.head': false,
    'presign.delete': false,
    'presign.post': false,
  },
  limits: { objectBytes: 1e9, putBytes: 65_536, metadataBytes: 2048, deleteKeys: 100, presignSeconds: 0 },
  idempotency: { kind: 'none' },
} as const;

/** Large bodies go up in parts. */
export const partsCapabilities = {
  ...common,
  upload: { kind: 'parts', minPartBytes: toyMinPartBytes, maxPartBytes: 1e8, maxParts: 10_000 },
} as const satisfies StorageCapabilities;

/** Large bodies go up as one stream. */
export const streamCapabilities = {
  ...common,
  upload: { kind: 'stream' },
} as const satisfies StorageCapabilities;

/** Stands before the driver: to count calls, to let them fail. */
export type Gate = (operation: string, input: unknown, call: Call) => Promise<void> | void;

export interface ToyOptions {
  readonly store: ToyStore;
  readonly gate?: Gate;
  /** What becomes of a body on its way, and of the input that asked for it. */
  readonly damage?: (body: StoredBody, input: GetObject) => StoredBody;
}

const options: Schema<ToyOptions> = {
  '~standard': { version: 1, vendor: 'toy', validate: (value) => ({ value: value as ToyOptions }) }, // the tests' own
};

/** A facade over a store in memory. */
export function toyStorage(
  kind: 'parts' | 'stream',
  { store = new ToyStore(), ...others }: Partial<ToyOptions> = {},
  setup: Setup = {},
): AnyStorage {
  const make = kind === 'parts' ? partsStorage : streamStorage;
  return make({ store, ...others }, setup);
}

const rooms = {
  spec: 1,
  contract: storage,
  options,
  client: async (given: ToyOptions) => given,
  toFailure: () => undefined,
  check: async () => undefined,
} as const;
const partsStorage = defineAdapter({ ...rooms, capabilities: partsCapabilities, driver });
const streamStorage = defineAdapter({ ...rooms, capabilities: streamCapabilities, driver });

function driver({ store, gate = () => {}, damage = (body) => body }: ToyOptions) {
  const gated =
    <I, R>(operation: string, work: (input: I, call: Call) => R | Promise<R>) =>
    async (input: I, call: Call): Promise<R> => {
      await gate(operation, input, call);
      return work(input, call);
    };
  return {
    put: gated('put', async (input: PutObject, call) => {
      const bytes = await collect(input.body, call.signal);
      call.signal.throwIfAborted();
      return store.put(input, bytes);
    }),
    get: gated('get', (input: GetObject) => damage(read(store, input), input)),
    head: gated('head', ({ key }: { key: string }) => store.info(key)),
    list: gated('list', (input: ListObjects, call) => list(store, input, call)),
    delete: gated('delete', ({ key, ifMatch }: { key: string; ifMatch?: string }) => {
      if (ifMatch !== undefined) store.assertCondition(key, { ifMatch });
      store.objects.delete(key);
    }),
    deleteMany: gated('deleteMany', ({ keys }: { readonly keys: readonly string[] }) => {
      for (const key of keys) store.objects.delete(key);
      return { deleted: keys.length, failed: [] };
    }),
    copy: gated('copy', (input: Parameters<ToyStore['copy']>[0]) => store.copy(input)),
    ...uploads(store, gated),
  };
}

type Gated = <I, R>(
  operation: string,
  work: (input: I, call: Call) => R | Promise<R>,
) => (input: I, call: Call) => Promise<R>;
type Of<K extends 'session'> = Record<K, { readonly id: string; readonly key: string }>;

function uploads(store: ToyStore, gated: Gated) {
  const toPart = ([number, body]: [number, Uint8Array]) => ({
    number,
    etag: hash(body),
    sizeBytes: body.byteLength,
  });
  return {
    'uploads.create': gated(
      'uploads.create',
      ({ key, vendor: _vendor, ...fields }: { key: string; vendor?: object }) => store.open(key, fields),
    ),
    'uploads.put': gated(
      'uploads.put',
      ({ session, number, body }: Of<'session'> & { number: number; body: Uint8Array }) => {
        store.upload(session).parts.set(number, body.slice());
        return toPart([number, body]);
      },
    ),
    'uploads.parts': gated('uploads.parts', ({ session }: Of<'session'>) => ({
      items: [...store.upload(session).parts].toSorted(([left], [right]) => left - right).map(toPart),
    })),
    'uploads.complete': gated('uploads.complete', ({ session, parts, ...condition }: CompleteUpload) =>
      store.complete(session, parts, condition),
    ),
    'uploads.abort': gated(
      'uploads.abort',
      ({ session }: Of<'session'>) => void store.uploads.delete(session.id),
    ),
    'uploads.list': gated('uploads.list', ({ prefix = '' }: { prefix?: string }) => ({
      items: [...store.uploads.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ id, key, startedAt }) => ({ id, key, startedAt })),
    })),
  };
}

async function collect(body: PutObject['body'], signal: AbortSignal): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    signal.throwIfAborted();
    chunks.push(chunk.slice());
  }
  return join(chunks);
}

function read(store: ToyStore, { key, range, ifMatch, ifNoneMatch }: GetObject): StoredBody {
  const { bytes, etag } = store.find(key, ifMatch);
  if (etag === ifNoneMatch) return { status: 'not_modified', etag };
  const part = range === undefined ? undefined : within(range, bytes.byteLength);
  const some = part === undefined ? bytes : bytes.subarray(part.start, part.end + 1);
  const stream = new Blob([new Uint8Array(some)]).stream();
  return { status: 'ok', info: store.info(key), ...(part !== undefined && { range: part }), stream };
}

function within(range: ByteRange, size: number): { readonly start: number; readonly end: number } {
  const start = 'suffix' in range ? Math.max(0, size - range.suffix) : range.start;
  const end = 'suffix' in range ? size - 1 : Math.min(range.end ?? size - 1, size - 1);
  if (start < size) return { start, end };
  throw new DriverFailure({
    code: 'invalid_request',
    reason: 'range_invalid',
    message: 'It ends before that.',
  });
}

function list(store: ToyStore, input: ListObjects, { cursor = '', limit = 1000 }: Call) {
  const { prefix = '', delimiter, startAfter = '' } = input;
  const keys = [...store.objects.keys()].filter(
    (key) => key.startsWith(prefix) && byBytes(key, startAfter) > 0,
  );
  const cut = (key: string): number => (delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length));
  const names = new Set(keys.map((key) => (cut(key) < 0 ? key : key.slice(0, cut(key) + 1))));
  const rest = [...names].filter((name) => cursor === '' || byBytes(name, cursor) > 0).toSorted(byBytes);
  const some = rest.slice(0, limit);
  const next = rest.length > limit ? some.at(-1) : undefined;
  return { items: some.map((name) => toEntry(store, name)), ...(next !== undefined && { next }) };
}

function toEntry(store: ToyStore, name: string): ListEntry {
  if (!store.objects.has(name)) return { kind: 'prefix', prefix: name };
  const { key, provider, sizeBytes, etag, modifiedAt, raw } = store.info(name);
  return hideRaw({ kind: 'object' as const, key, provider, sizeBytes, etag, modifiedAt, raw });
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
