import type { PresignedRequest, UploadSession } from '@patchbay/storage';
import { answers, replace } from '../../broken.ts';
import { driver, inputs, puts, type StorageDriver } from '../broken.ts';

/** Keys are changed on their way to the store. */
const keys = (change: (key: string) => string) => puts((put, key, body, options) => put(change(key), body, options));

/** Defects in what is deleted, copied, uploaded in parts and presigned, and in what keys are. */
export const changeDrivers: readonly StorageDriver[] = [
  driver('missing-cannot-be-deleted', 'refuses to delete what is gone', 'contract.delete.is_idempotent', {
    facade: (storage) =>
      replace(storage, 'delete', (original) => async (input, ...rest) => {
        await storage.head(typeof input === 'string' ? input : Object(input));
        return original(input, ...rest);
      }),
  }),
  driver('key-is-a-folder', 'deletes what begins alike', 'contract.delete.leaves_others', {
    facade: (storage) =>
      replace(storage, 'delete', (original) => async (input, ...rest) => {
        const result = await original(input, ...rest);
        if (typeof input === 'string')
          for await (const entry of storage.list({ prefix: `${input}/` }))
            if (entry.kind === 'object') await storage.delete(entry.key);
        return result;
      }),
  }),
  driver('deletes-anything', 'ignores ifMatch of a deletion', 'contract.delete.if_match', inputs('delete', ({ ifMatch: _lost, ...input }) => input)),
  driver('batch-cut', 'deletes only the first batch', 'contract.deleteMany.more_than_one_request', inputs('deleteMany', ({ keys: all, ...input }) => ({ ...input, keys: Array.isArray(all) ? all.slice(0, 1000) : all }))),
  driver('copy-loses-metadata', 'loses metadata of copies', 'contract.copy.keeps_all', inputs('copy', (input) => ({ metadata: {}, ...input }))),
  driver('copy-keeps-metadata', 'does not replace metadata', 'contract.copy.replaces_metadata', inputs('copy', ({ metadata: _lost, ...input }) => input)),
  driver('copies-over', 'ignores ifAbsent of a copy', 'contract.copy.if_absent', inputs('copy', ({ ifAbsent: _lost, ...input }) => input)),
  driver('copies-over-anything', 'ignores ifMatch of a copy', 'contract.copy.if_match', inputs('copy', ({ ifMatch: _lost, ...input }) => input)),
  driver('move-is-copy', 'leaves the source of a move', 'contract.move.moves', {
    facade: (storage) => replace(storage, 'move', () => (input) => storage.copy(Object(input))),
  }),
  driver('last-one-wins', 'writes updates without a condition', 'contract.update.begins_again', {
    facade: (storage) =>
      replace(storage, 'update', () => async (key, change) => {
        const object = await storage.get(key as string); // as the case calls it
        const body: unknown = await (change as (bytes: Uint8Array) => unknown)(await object.bytes());
        return storage.put(key as string, body as string);
      }),
  }),
  driver('prefix-shows', 'shows the prefix in answers', 'contract.prefix.sees_only_its_own', {
    facade: (storage) =>
      replace(storage, 'prefix', (original) => (prefix) => {
        const view = { ...Object(original(prefix)) };
        return { ...view, put: (key: string, body: string) => storage.put(`${String(prefix)}${key}`, body) };
      }),
  }),
  driver('prefix-can-be-left', 'resolves keys within a prefix as paths', 'contract.prefix.cannot_be_left', {
    facade: (storage) =>
      replace(storage, 'prefix', (original) => (prefix) => ({
        ...Object(original(prefix)),
        put: (key: string, body: string) =>
          storage.put(new URL(key, `file:///${String(prefix)}`).pathname.slice(1) || 'x', body),
      })),
  }),
  driver('keys-normalised', 'normalises Unicode in keys', 'keys.put.exact_decomposed', keys((key) => key.normalize('NFC'))),
  driver('keys-in-lower-case', 'keeps keys in lower case', 'keys.put.case_and_form_make_another', keys((key) => key.toLowerCase())),
  driver('keys-are-paths', 'takes two slashes for one', 'keys.put.refused_two_slashes', keys((key) => key.replace(/\/+/g, '/'))),
  driver('keys-decoded', 'decodes keys as URLs', 'keys.put.exact_percent', keys((key) => key.replaceAll('%2e', '.'))),
  driver('keys-trimmed', 'trims keys', 'keys.put.exact_spaces', keys((key) => key.trim())),
  driver('surrogates-replaced', 'replaces lone surrogates', 'keys.put.refused_lone_surrogate', keys((key) => key.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'))),
  driver('all-parts-count', 'puts all parts together, be they named or not', 'contract.uploads.complete.part_left_out', {
    facade: (storage) =>
      replace(storage, 'uploads.complete', () => async (input) => {
        const { session } = Object(input);
        const parts = [];
        for await (const part of storage.uploads.parts({ session })) parts.push(part);
        return storage.uploads.complete({ session, parts });
      }),
  }),
  driver('completes-over', 'ignores ifAbsent on completion', 'contract.uploads.complete.if_absent', inputs('uploads.complete', ({ ifAbsent: _lost, ...input }) => input)),
  driver('abort-does-nothing', 'keeps aborted uploads', 'contract.uploads.abort.drops_all', {
    facade: (storage) => replace(storage, 'uploads.abort', () => async () => undefined),
  }),
  driver('session-is-no-data', 'hands out sessions that only this process knows', 'contract.uploads.complete.continued_by_another', answers<UploadSession>('uploads.create', (session) => Object.defineProperty({ ...session }, 'id', { value: session.id, enumerable: false }))),
  driver('part-not-replaced', 'keeps the first of two parts', 'contract.uploads.complete.part_is_replaced', {
    facade: (storage) =>
      replace(storage, 'uploads.put', (original) => async (input, ...rest) => {
        const { session, number } = Object(input);
        for await (const part of storage.uploads.parts({ session })) if (part.number === number) return part;
        return original(input, ...rest);
      }),
  }),
  driver('link-for-ever', 'signs links that do not end', 'presign.presign.get.expired', {
    facade: (storage) => replace(storage, 'presign.get', () => (key) => storage.presign.get(key as string, { expiresInSeconds: 604_800 })),
  }),
  driver('link-without-type', 'does not sign the type', 'presign.presign.put.other_content_type', {
    facade: (storage) =>
      replace(storage, 'presign.put', () => async (key, options) => {
        const { contentType: _lost, ...rest } = Object(options);
        const presigned = await storage.presign.put(key as string, rest);
        return { ...presigned, enforces: [...presigned.enforces, 'contentType'] };
      }),
  }),
  driver('promises-too-little', 'does not say that the size is enforced', 'presign.presign.put.other_size', answers<PresignedRequest>('presign.put', (presigned) => ({ ...presigned, enforces: ['method', 'key', 'expiry'] }))),
  driver('link-overwrites', 'signs no condition', 'presign.presign.put.if_absent', {
    facade: (storage) =>
      replace(storage, 'presign.put', () => (key, options) => {
        const { ifAbsent: _lost, ...rest } = Object(options);
        return storage.presign.put(key as string, rest);
      }),
  }),
  driver('form-without-limit', 'signs forms without a limit', 'presign.presign.post.sizes', {
    facade: (storage) =>
      replace(storage, 'presign.post', () => (key, options) => storage.presign.post(key as string, { ...Object(options), maxBytes: 1e9 })),
  }),
];
