import { drained, driver, losesOptions, puts, type StorageDriver } from '../broken.ts';
import { replace } from '../../broken.ts';

/** Defects in what is written. */
export const putDrivers: readonly StorageDriver[] = [
  driver(
    'last-byte-lost',
    'loses the last byte',
    'contract.put.body_bytes_small',
    puts(async (put, key, body, options) => put(key, (await drained(body)).subarray(0, -1), options)),
  ),
  driver(
    'text-in-latin1',
    'writes text as Latin-1',
    'contract.put.body_text',
    puts((put, key, body, options) =>
      put(key, typeof body === 'string' ? Uint8Array.from(body, (char) => char.charCodeAt(0)) : body, options),
    ),
  ),
  driver(
    'streams-as-text',
    'reads streams as text',
    'contract.put.body_web_stream_small',
    puts(async (put, key, body, options) =>
      put(key, body instanceof Uint8Array ? body : new TextDecoder().decode(await drained(body)), options),
    ),
  ),
  driver(
    'first-chunk-only',
    'writes the first chunk of a large body',
    'contract.put.part_and_one',
    puts(async (put, key, body, options) => put(key, (await drained(body)).subarray(0, 262_144), options)),
  ),
  driver(
    'empty-refused',
    'refuses empty objects',
    'contract.put.empty_bytes',
    puts(async (put, key, body, options) => put(key, (await drained(body)).byteLength === 0 ? 'empty' : body, options)),
  ),
  driver('type-lost', 'loses the content type', 'contract.put.keeps_content_headers', losesOptions('contentType')),
  driver(
    'disposition-lost',
    'loses the disposition',
    'contract.put.keeps_content_headers',
    losesOptions('contentDisposition'),
  ),
  driver('encoding-lost', 'loses the content encoding', 'contract.put.keeps_encoded_bytes', losesOptions('contentEncoding')),
  driver(
    'metadata-in-ascii',
    'keeps only ASCII of metadata',
    'contract.put.keeps_metadata',
    puts((put, key, body, options) => {
      const entries = Object.entries(options.metadata ?? {});
      const metadata = Object.fromEntries(entries.map(([name, value]) => [name, value.replace(/[^ -~]/g, '?')]));
      return put(key, body, { ...options, ...(options.metadata && { metadata }) });
    }),
  ),
  driver(
    'metadata-lost-with-parts',
    'loses metadata of large bodies',
    'contract.put.keeps_metadata_of_parts',
    puts((put, key, body, options) => {
      const { metadata: _lost, ...rest } = options;
      return put(key, body, body instanceof Uint8Array ? options : rest);
    }),
  ),
  driver('creates-over', 'ignores ifAbsent', 'contract.put.if_absent', losesOptions('ifAbsent')),
  driver(
    'creates-over-with-parts',
    'ignores ifAbsent of large bodies',
    'contract.put.if_absent_of_parts',
    puts(async (put, key, body, options) => {
      const bytes = await drained(body);
      const { ifAbsent: _lost, ...rest } = options;
      return put(key, bytes, bytes.byteLength > 1000 ? rest : options);
    }),
  ),
  driver('looks-before-it-creates', 'looks first, then creates', 'contract.put.race_of_creations', {
      facade: (storage) =>
        replace(storage, 'put', () => async (key, body, options) => {
          const { ifAbsent, ...rest } = { ...Object(options) };
          if (!ifAbsent) return storage.put(key as string, body as string, rest);
          if (!(await storage.exists(key as string))) return storage.put(key as string, body as string, rest);
          return storage.put(key as string, body as string, { ...rest, ifAbsent: true });
        }),
  }),
  driver('replaces-anything', 'ignores ifMatch', 'contract.put.if_match', losesOptions('ifMatch')),
  driver('digest-unread', 'ignores the checksum', 'contract.put.checksum_is_verified', losesOptions('checksum')),
  driver('no-limit', 'ignores maxBytes', 'contract.put.stream_of_more_than_max_bytes', losesOptions('maxBytes')),
  driver('size-unread', 'ignores sizeBytes', 'contract.put.smaller_than_it_said', losesOptions('sizeBytes')),
  driver('deaf', 'does not hear the signal', 'contract.put.aborted_before', losesOptions('signal')),
  driver(
    'half-is-enough',
    'writes what it has when a body fails',
    'contract.put.body_fails_after_parts',
    puts(async (put, key, body, options) => put(key, await drained(body).catch(() => 'half'), options)),
  ),
  driver('deletes-first', 'deletes the old object first', 'contract.put.body_fails_after_parts', {
      facade: (storage) =>
        replace(storage, 'put', (original) => async (key, ...rest) => {
          if (typeof key === 'string') await storage.delete(key).catch(() => undefined);
          return original(key, ...rest);
        }),
  }),
  driver('leaves-uploads', 'leaves an upload behind when it is aborted', 'contract.put.body_is_aborted', {
      facade: (storage) =>
        replace(storage, 'put', (original) => async (key, ...rest) => {
          try {
            return await original(key, ...rest);
          } catch (error) {
            await storage.uploads.create({ key: key as string });
            throw error;
          }
        }),
  }),
  driver(
    'progress-at-the-end',
    'tells progress only at the end',
    'contract.put.progress_of_a_stream',
    puts(async (put, key, body, { onProgress, ...options }) => {
      const bytes = await drained(body);
      const result = await put(key, bytes, options);
      onProgress?.({ sentBytes: bytes.byteLength });
      return result;
    }),
  ),
  driver(
    'options-ignored',
    'ignores options that it does not know',
    'errors.put.input_of_another_shape',
    puts((put, key, body, options) => {
      const { nonsense: _unknown, ...known } = { ...Object(options) };
      return put(key, body, known);
    }),
  ),
];
