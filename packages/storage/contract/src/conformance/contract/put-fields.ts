import { assert, assertEqual, assertError, fieldsOf } from '@patchbay/core/conformance';
import { bytesOf, checksumOf, chunksOf, streamOf } from '../bodies.ts';
import { cases, type StorageRow } from '../define.ts';
import type { StorageScene } from '../scene.ts';

const headers = {
  contentType: 'text/html; charset=utf-8',
  contentDisposition: 'attachment; filename="a b.html"',
  contentLanguage: 'de, en',
  cacheControl: 'public, max-age=31536000, immutable',
};
const metadata = {
  plain: 'plain',
  unicode: 'Grüße aus 東京 🗼',
  padded: ' padded ',
  marks: 'a=b; c, "d" % + =?UTF-8?Q?x?=',
  empty: '',
};

const small = () => bytesOf(64);
const large = ({ partBytes }: StorageScene) => chunksOf(bytesOf(partBytes + 5));

/** What is kept beside the bytes. */
export const putFieldCases = cases('contract', 'put', {
  keeps_content_headers: keeps('put', headers, small),
  keeps_content_headers_of_parts: keeps('parts', headers, large),
  keeps_metadata: keepsMetadata(small),
  keeps_metadata_of_parts: keepsMetadata(large),
  keeps_encoded_bytes: {
    title: 'Bytes with a content encoding are read back as they were stored, not decoded.',
    needs: { traits: ['content_headers'] },
    async run(scene) {
      const zipped = new Blob(['postcard '.repeat(100)]).stream().pipeThrough(new CompressionStream('gzip'));
      const bytes = new Uint8Array(await new Response(zipped).arrayBuffer());
      const { key } = await scene.made(bytes, { contentEncoding: 'gzip' });
      const stored = await scene.assertStored(key, bytes);
      assertEqual(stored.contentEncoding, 'gzip', 'contentEncoding');
      const object = await scene.open(key);
      assertEqual(object.info.contentEncoding, 'gzip', 'contentEncoding, as get says it');
      assertEqual(Array.from(await scene.value(object.bytes())), Array.from(bytes), 'the bytes');
    },
  },
  overwrites: {
    title: 'A second write replaces bytes, headers and metadata.',
    needs: { traits: ['metadata'] },
    async run(scene) {
      const first = await scene.made('one', { contentType: 'text/plain', metadata: { old: 'yes' } });
      const second = await scene.put(first.key, 'other', { metadata: { new: 'yes' } });
      assert(first.etag !== second.etag, 'other content has another etag');
      const stored = await scene.assertStored(first.key, 'other');
      assertEqual(
        [stored.metadata, stored.contentType],
        [{ new: 'yes' }, 'application/octet-stream'],
        'metadata and content type',
      );
    },
  },
  checksum_is_verified: checksum(async () => bytesOf(500)),
  checksum_of_parts_is_verified: checksum(async ({ partBytes }) => bytesOf(partBytes * 2 + 1)),
  progress_of_bytes: progress(async () => ({ bytes: bytesOf(300), isKnown: true }), 'bytes'),
  progress_of_a_stream: progress(
    async ({ partBytes }) => ({ bytes: bytesOf(partBytes * 3), isKnown: false }),
    'stream',
  ),
  metadata_too_large: {
    title: 'More metadata than the provider keeps is refused, and nothing is written.',
    needs: { traits: ['metadata'] },
    async run(scene) {
      const { metadataBytes } = scene.capabilities.limits;
      const pieces = Math.ceil(metadataBytes / 1000) + 1;
      const much = Object.fromEntries(
        Array.from({ length: pieces }, (_, index) => [`m${index}`, 'x'.repeat(1000)]),
      );
      const key = scene.key();
      const error = await scene.failure(scene.storage.put(key, 'a', { metadata: much }));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
});

function keeps(
  name: string,
  fields: typeof headers,
  body: (scene: StorageScene) => Uint8Array | AsyncIterable<Uint8Array>,
): StorageRow {
  return {
    title: 'All content headers are kept and given back.',
    parameters: name,
    needs: { traits: ['content_headers'] },
    async run(scene) {
      const { key } = await scene.made(body(scene), { ...fields, partBytes: scene.partBytes });
      const pick = (from: object) =>
        Object.fromEntries(Object.keys(fields).map((field) => [field, fieldsOf(from)[field]]));
      assertEqual(pick((await scene.far(key)) ?? {}), fields, 'headers on the far side');
      assertEqual(pick(await scene.head(key)), fields, 'headers, as head says them');
      const object = await scene.open(key);
      assertEqual(pick(object.info), fields, 'headers, as get says them');
      await object[Symbol.asyncDispose]();
    },
  };
}

function keepsMetadata(body: (scene: StorageScene) => Uint8Array | AsyncIterable<Uint8Array>): StorageRow {
  return {
    title: 'Metadata is kept character by character, whatever the wire encodes.',
    parameters: String(body),
    needs: { traits: ['metadata'] },
    async run(scene) {
      const { key } = await scene.made(body(scene), { metadata, partBytes: scene.partBytes });
      assertEqual((await scene.far(key))?.metadata, metadata, 'metadata on the far side');
      assertEqual((await scene.head(key)).metadata, metadata, 'metadata, as head says it');
      const object = await scene.open(key);
      assertEqual(object.info.metadata, metadata, 'metadata, as get says it');
      await object[Symbol.asyncDispose]();
    },
  };
}

function checksum(make: (scene: StorageScene) => Promise<Uint8Array<ArrayBuffer>>): StorageRow {
  return {
    title: 'A body with the digest that was announced is written; with another one nothing is.',
    parameters: String(make),
    async run(scene) {
      const bytes = await make(scene);
      const options = { checksum: await checksumOf(bytes), partBytes: scene.partBytes };
      const { key } = await scene.made(streamOf(bytes), options);
      await scene.assertStored(key, bytes);
      const other = bytesOf(bytes.byteLength, 2);
      const error = await scene.failure(scene.storage.put(key, streamOf(other), options));
      assertError(error, { code: 'invalid_request', reason: 'checksum_mismatch', outcome: 'not_applied' });
      await scene.assertStored(key, bytes);
      await scene.assertNoDebris();
    },
  };
}

function progress(
  make: (
    scene: StorageScene,
  ) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isKnown: boolean }>,
  name: string,
): StorageRow {
  return {
    title: 'Progress only grows, and ends at the whole.',
    parameters: name,
    async run(scene) {
      const { bytes, isKnown } = await make(scene);
      const seen: number[] = [];
      const totals = new Set<number | undefined>();
      await scene.made(isKnown ? bytes : chunksOf(bytes), {
        partBytes: scene.partBytes,
        onProgress({ sentBytes, totalBytes }) {
          seen.push(sentBytes);
          totals.add(totalBytes);
        },
      });
      assertEqual(
        seen,
        seen.toSorted((left, right) => left - right),
        'progress, in order',
      );
      assertEqual(
        [seen.at(-1), new Set(seen).size],
        [bytes.byteLength, seen.length],
        'the last, and how many differ',
      );
      assertEqual([...totals], [isKnown ? bytes.byteLength : undefined], 'totals');
      if (!isKnown) assert(seen.length > 2, `progress is told on the way, found ${seen.length} times`);
    },
  };
}
