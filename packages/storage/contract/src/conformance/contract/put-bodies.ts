import { assert, assertEqual } from '@patchbay/core/conformance';
import { bodyKinds, bytesOf, chunksOf } from '../bodies.ts';
import { cases, type StorageRow } from '../define.ts';
import type { StorageScene } from '../scene.ts';

type Kind = keyof typeof bodyKinds;

/** Bodies of every kind and size arrive byte for byte. */
export const putBodyCases = [
  cases('contract', 'put', {
    ...Object.fromEntries(Object.keys(bodyKinds).flatMap((kind) => ofKind(kind as Kind))), // its own keys
    body_text: {
      title: 'Text is stored as UTF-8.',
      async run(scene) {
        const text = 'Grüße aus 東京 🗼\n';
        const { key, sizeBytes } = await scene.made(text);
        assertEqual(sizeBytes, new TextEncoder().encode(text).byteLength, 'sizeBytes');
        await scene.assertStored(key, text);
        assertEqual(await scene.text(key), text, 'text');
      },
    },
    body_text_in_chunks: {
      title: 'Text in chunks is stored as UTF-8, also where a chunk ends within a character.',
      async run(scene) {
        async function* halves() {
          yield 'tower \uD83D';
          yield '\uDDFC!';
        }
        const { key } = await scene.made(halves());
        await scene.assertStored(key, 'tower 🗼!');
      },
    },
    empty_bytes: empty(() => new Uint8Array()),
    empty_stream: empty(() => chunksOf(new Uint8Array())),
    part_less_one: sized((partBytes) => partBytes - 1),
    part_exactly: sized((partBytes) => partBytes),
    part_and_one: sized((partBytes) => partBytes + 1),
    two_parts_exactly: sized((partBytes) => partBytes * 2),
    two_parts_and_one: sized((partBytes) => partBytes * 2 + 1),
    twenty_mebibytes: sized(() => 20 * 1024 * 1024),
  }),
].flat();

function ofKind(kind: Kind): [string, StorageRow][] {
  const row = (title: string, sizeOf: (scene: StorageScene) => number): StorageRow => ({
    title,
    parameters: { kind, sizeOf: String(sizeOf) },
    async run(scene) {
      const bytes = bytesOf(sizeOf(scene));
      const key = scene.key(kind);
      const result = await scene.put(key, bodyKinds[kind](bytes), { partBytes: scene.partBytes });
      assertEqual([result.key, result.sizeBytes], [key, bytes.byteLength], 'key and size of the answer');
      assertEqual(
        (await scene.assertStored(key, bytes)).contentType,
        'application/octet-stream',
        'content type',
      );
      assertEqual((await scene.head(key)).etag, result.etag, 'etag, as head says it');
      await scene.assertNoDebris();
    },
  });
  return [
    [`body_${kind}_small`, row(`A small body as ${kind} arrives byte for byte.`, () => 777)],
    [
      `body_${kind}_large`,
      row(
        `A body as ${kind} of more than two parts arrives byte for byte.`,
        ({ partBytes }) => partBytes * 2 + 333,
      ),
    ],
  ];
}

function empty(body: () => Uint8Array | AsyncIterable<Uint8Array>): StorageRow {
  return {
    title: 'An object may be empty.',
    parameters: String(body),
    async run(scene) {
      const { key, sizeBytes } = await scene.made(body());
      assertEqual(sizeBytes, 0, 'sizeBytes');
      await scene.assertStored(key, '');
      assertEqual(await scene.text(key), '', 'text');
      await scene.assertNoDebris();
    },
  };
}

function sized(sizeOf: (partBytes: number) => number): StorageRow {
  return {
    title: 'A stream of this size arrives whole, and is read back whole.',
    parameters: String(sizeOf),
    async run(scene) {
      const bytes = bytesOf(sizeOf(scene.partBytes), 7);
      const { key } = await scene.made(chunksOf(bytes), { partBytes: scene.partBytes });
      await scene.assertStored(key, bytes);
      const read = await scene.value((await scene.open(key)).bytes());
      assert(isSame(read, bytes), 'the bytes that are read are those that were written');
      await scene.assertNoDebris();
    },
  };
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  if (left.byteLength !== right.byteLength) return false;
  for (let index = 0; index < left.byteLength; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
