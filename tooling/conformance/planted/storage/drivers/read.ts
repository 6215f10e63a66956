import { IntegrationError } from '@patchbay/core';
import type { ByteRange, ListEntry } from '@patchbay/storage';
import { answers, everyError, pages, replace } from '../../broken.ts';
import { driver, inputs, type StorageDriver } from '../broken.ts';

const nameOf = (entry: ListEntry): string => (entry.kind === 'prefix' ? entry.prefix : entry.key);
const isObject = (entry: ListEntry): boolean => entry.kind === 'object';

/** A range is another one. */
const ranges = (change: (range: ByteRange) => ByteRange | undefined) =>
  inputs('get', ({ range, ...input }) => {
    if (range === undefined) return input;
    const changed = change(range as ByteRange); // as cases give it
    return changed === undefined ? input : { ...input, range: changed };
  });

/** Defects in what is read and listed. */
export const readDrivers: readonly StorageDriver[] = [
  driver(
    'range-off-by-one',
    'takes the end of a range for the byte after it',
    'contract.get.range_within',
    ranges((range) => ('start' in range && range.end !== undefined && range.end > range.start ? { ...range, end: range.end - 1 } : range)),
  ),
  driver(
    'suffix-is-start',
    'takes a suffix for a start',
    'contract.get.suffix',
    ranges((range) => ('suffix' in range ? { start: range.suffix } : range)),
  ),
  driver('range-ignored', 'sends the whole object', 'contract.get.range_to_the_end', ranges(() => undefined)),
  driver(
    'nothing-after-the-end',
    'sends the whole object where the range is after its end',
    'contract.get.range_after_the_end',
    ranges((range) => ('start' in range && range.start === 10 ? undefined : range)),
  ),
  driver('always-modified', 'ignores ifNoneMatch', 'contract.get.not_modified', inputs('get', ({ ifNoneMatch: _lost, ...input }) => input)),
  driver('any-version', 'ignores ifMatch of a read', 'contract.get.if_match', inputs('get', ({ ifMatch: _lost, ...input }) => input)),
  driver('cached-body', 'lets a body be read twice', 'contract.get.body_is_read_once', {
    facade: (storage) =>
      replace(storage, 'get', (original) => async (...given) => {
        const object: object = Object(await original(...given));
        if (!('bytes' in object) || typeof object.bytes !== 'function') return object;
        const bytes: Uint8Array<ArrayBuffer> = await object.bytes();
        const again = () => new Response(bytes);
        return { ...object, bytes: async () => bytes, text: () => again().text(), json: () => again().json(), stream: () => again().body };
      }),
  }),
  driver('size-of-the-part', 'says the size of a range for that of the object', 'contract.get.range_within', {
    facade: (storage) =>
      replace(storage, 'get', (original) => async (...given) => {
        const found = { ...Object(await original(...given)) };
        if (found.range === undefined) return found;
        return { ...found, info: { ...found.info, sizeBytes: found.range.end - found.range.start + 1 } };
      }),
  }),
  driver('raw-error-leaves', 'lets an error of its own out', 'contract.get.missing', everyError(['get'], () => new TypeError('ENOENT'))),
  driver(
    'missing-is-refused',
    'gives what is missing another code',
    'errors.copy.unknown_id',
    everyError(['copy'], () => another('provider_error')),
  ),
  driver('wrong-time', 'tells seconds for milliseconds', 'contract.head.knows_the_object', answers<{ modifiedAt: Date }>('head', (info) => ({ ...info, modifiedAt: new Date(info.modifiedAt.getTime() / 1000) }))),
  driver('etag-of-its-own', 'makes up etags', 'contract.get.says_what_head_says', answers('head', (info) => ({ ...info, etag: 'made-up' }))),
  driver('absent-on-any-error', 'takes every error for absence', 'contract.exists.tells', {
    facade: (storage) => replace(storage, 'exists', (original) => async (...given) => Promise.resolve(original(...given)).catch(() => false)),
  }),
  driver('utf16-order', 'orders keys as JavaScript does', 'contract.list.order_of_bytes', pages<ListEntry>('list', (items) => items.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1)))),
  driver('folders-forgotten', 'leaves folders out', 'contract.list.folded', pages<ListEntry>('list', (items) => items.filter(isObject))),
  driver('page-size-ignored', 'ignores the page size', 'contract.list.pages', {
    facade: (storage) => replace(storage, 'list', (original) => (input) => original(input)),
  }),
  driver('one-page-only', 'ends after one page', 'contract.list.many_keys', {
    facade: (storage) =>
      replace(storage, 'list', () => (input, options) => {
        const list = storage.list(Object(input), Object(options));
        const page = async (cursor?: string) => ({ items: (await list.page(cursor)).items });
        return {
          page,
          async *[Symbol.asyncIterator]() {
            yield* (await page()).items;
          },
        };
      }),
  }),
  driver('start-is-included', 'begins with the key to begin after', 'contract.list.start_after', inputs('list', ({ startAfter, ...input }) => (typeof startAfter === 'string' ? { ...input, startAfter: startAfter.slice(0, -1) || 'A' } : input))),
  driver('prefix-is-folder', 'takes a prefix for a folder', 'contract.list.prefix', inputs('list', ({ prefix, ...input }) => (typeof prefix === 'string' ? { ...input, prefix: prefix.endsWith('/') ? prefix : `${prefix}/` } : input))),
  driver('version-ignored', 'ignores the version that is asked for', 'unsupported.head.trait_versions', inputs('head', ({ versionId: _lost, ...input }) => input)),
  driver('prints-the-input', 'shows the input in errors', 'redaction.put.refused_call', {
    facade: (storage) =>
      replace(storage, 'put', (original) => async (key, body, options) => {
        try {
          return await original(key, body, options);
        } catch {
          throw another('invalid_request', `Refused: ${JSON.stringify(options)}`);
        }
      }),
  }),
];

function another(code: 'provider_error' | 'invalid_request', message = 'It failed.'): IntegrationError {
  return new IntegrationError({ code, outcome: 'not_applied', message, category: 'storage', operation: 'storage.put' });
}
