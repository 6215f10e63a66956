import { type CallOptions, IntegrationError, type Pages } from '@patchbay/core';
import { isPrefix } from './keys.ts';
import type { GetInput, GetMethod, PrefixedStorage, StorageMethods } from './methods.ts';
import type { GetObject, ListEntry, ListObjects } from './object.ts';
import type { GetOptions } from './stored-object.ts';
import type { StorageBase } from './upload.ts';

type Unprefixed = Omit<StorageMethods, 'prefix' | 'pages'> & Pick<PrefixedStorage, 'deleteMany'>;

/** A store seen from within a prefix. */
export function prefixed(base: StorageBase, methods: Unprefixed, prefix: string): PrefixedStorage {
  if (typeof prefix !== 'string' || !isPrefix(prefix)) throw notAPrefix(base);
  const { operations } = base;
  // What is no text is refused by the operation itself.
  const at = (key: string): string => (typeof key === 'string' ? prefix + key : key);
  const inside = <T extends { readonly key: string }>(input: string | T) =>
    typeof input === 'string' ? at(input) : { ...input, key: at(input.key) };
  const relative = <T extends { readonly key: string }>(result: T): T =>
    withKey(result, result.key.slice(prefix.length));
  const { presign } = methods;
  return {
    put: async (key, body, options) => relative(await methods.put(at(key), body, options)),
    get: (async (input: GetInput | GetObject, options?: GetOptions) => {
      const found = await methods.get(inside(input) as GetObject, options); // either overload
      return found.status === 'ok' ? { ...found, info: relative(found.info) } : found;
    }) as GetMethod, // both overloads
    head: async (input, options) => relative(await operations.head(inside(input), options)),
    list: (input = {}, options) => listWithin(base, prefix, input, options),
    delete: (input, options) => operations.delete(inside(input), options),
    deleteMany: async ({ keys }, options) => {
      const result = await methods.deleteMany({ keys: keys.map(at) }, options);
      return { ...result, failed: result.failed.map(relative) };
    },
    copy: async (input, options) =>
      relative(await operations.copy({ ...input, from: at(input.from), to: at(input.to) }, options)),
    exists: (key, options) => methods.exists(at(key), options),
    move: async ({ from, to }, options) =>
      relative(await methods.move({ from: at(from), to: at(to) }, options)),
    update: async (key, change, options) => relative(await methods.update(at(key), change, options)),
    presign: {
      get: (key, options) => presign.get(at(key), options),
      put: (key, options) => presign.put(at(key), options),
      head: (key, options) => presign.head(at(key), options),
      delete: (key, options) => presign.delete(at(key), options),
      post: (key, options) => presign.post(at(key), options),
    },
  };
}

function listWithin(
  { operations }: StorageBase,
  prefix: string,
  { prefix: inner = '', startAfter, ...rest }: ListObjects,
  options: CallOptions | undefined,
): Pages<ListEntry> {
  const after = startAfter === undefined ? {} : { startAfter: prefix + startAfter };
  const pages = operations.list({ ...rest, ...after, prefix: prefix + inner }, options);
  const cut = (entry: ListEntry): ListEntry =>
    entry.kind === 'prefix'
      ? { ...entry, prefix: entry.prefix.slice(prefix.length) }
      : withKey(entry, entry.key.slice(prefix.length));
  return {
    async page(cursor) {
      const { items, ...more } = await pages.page(cursor);
      return { ...more, items: items.map(cut) };
    },
    async *[Symbol.asyncIterator]() {
      for await (const entry of pages) yield cut(entry);
    },
  };
}

/** The same under another key; what does not print goes on not to print. */
function withKey<T extends { readonly key: string }>(value: T, key: string): T {
  const members = { ...Object.getOwnPropertyDescriptors(value), key: { value: key, enumerable: true } };
  return Object.defineProperties({ ...value }, members);
}

function notAPrefix({ integration: { category, provider, name } }: StorageBase): IntegrationError {
  return new IntegrationError({
    code: 'invalid_request',
    reason: 'key_invalid',
    outcome: 'not_applied',
    message: 'prefix: found one that is not the beginning of a portable key.',
    category,
    provider,
    integration: name,
    operation: 'storage.prefix',
  });
}
