import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { bytesOf } from '../bodies.ts';
import { cases } from '../define.ts';

/** Reads of whole objects. */
export const getCases = [
  cases('contract', 'get', {
    takes_a_bare_key: {
      title: 'The bare key is enough.',
      async run(scene) {
        const { key, etag } = await scene.made('Greetings.');
        const object = await scene.open(key);
        assertEqual([object.info.key, object.info.etag], [key, etag], 'key and etag');
        assertEqual(await scene.value(object.text()), 'Greetings.', 'text');
      },
    },
    ways_to_read: {
      title: 'Bytes, text, JSON and stream give the same content.',
      async run(scene) {
        const { key } = await scene.made('{"city":"Köln"}', { contentType: 'application/json' });
        const [asJson, asBytes, asStream] = [
          await scene.open(key),
          await scene.open(key),
          await scene.open(key),
        ];
        assertEqual(await scene.value(asJson.json()), { city: 'Köln' }, 'JSON');
        assertEqual(new TextDecoder().decode(await scene.value(asBytes.bytes())), '{"city":"Köln"}', 'bytes');
        assertEqual(await scene.value(new Response(asStream.stream()).text()), '{"city":"Köln"}', 'stream');
      },
    },
    no_json: {
      title: 'What is no JSON is an error that does not show the content.',
      async run(scene) {
        const { key } = await scene.made('{"secret": oops');
        const error = await scene.failure((await scene.open(key)).json());
        assertError(error, { code: 'invalid_response' });
        assert(!JSON.stringify(error).includes('secret'), 'the error does not show the content');
      },
    },
    says_what_head_says: {
      title: 'The information is the same as that of `head`.',
      async run(scene) {
        const { key } = await scene.made('a', { contentType: 'text/plain' });
        const object = await scene.open(key);
        assertEqual(object.info, await scene.head(key), 'information');
        await object[Symbol.asyncDispose]();
      },
    },
    not_modified: {
      title: 'With `ifNoneMatch` an unchanged object is `not_modified`, a changed one comes.',
      async run(scene) {
        const { key, etag } = await scene.made('one');
        const same = await scene.value(scene.storage.get({ key, ifNoneMatch: etag }));
        assertEqual({ ...same }, { status: 'not_modified', etag }, 'answer');
        await scene.put(key, 'two');
        const other = await scene.value(scene.storage.get({ key, ifNoneMatch: etag }));
        assert(other.status === 'ok', 'a changed object comes');
        assertEqual(await scene.value(other.text()), 'two', 'text');
      },
    },
    if_match: {
      title: 'With `ifMatch` only the version that is meant comes.',
      async run(scene) {
        const { key, etag } = await scene.made('one');
        assertEqual(
          await scene.value((await scene.value(scene.storage.get({ key, ifMatch: etag }))).text()),
          'one',
          'text',
        );
        await scene.put(key, 'two');
        const error = await scene.failure(scene.storage.get({ key, ifMatch: etag }));
        assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
      },
    },
    missing: {
      title: 'An object that is not there is `object_missing`.',
      async run(scene) {
        const missing = { code: 'not_found', reason: 'object_missing', outcome: 'not_applied' } as const;
        for (const call of [() => scene.storage.get(scene.key()), () => scene.storage.head(scene.key())])
          assertError(await scene.failure(call()), missing);
      },
    },
    body_is_read_once: {
      title: 'A body can be read once; the second reader is told.',
      async run(scene) {
        const object = await scene.open((await scene.made()).key);
        await scene.value(object.text());
        const consumed = { code: 'precondition_failed', reason: 'body_consumed' } as const;
        const ways = [
          () => object.text(),
          () => object.bytes(),
          () => object.json(),
          () => new Response(object.stream()).text(),
        ];
        for (const read of ways) assertError(await scene.failure(read()), consumed);
      },
    },
    disposal_frees: {
      title: 'Objects that are disposed of unread hold nothing: any number of them can be opened.',
      start: { policy: { bulkhead: { concurrent: 2, queue: 0 } } },
      async run(scene) {
        const { key } = await scene.made(bytesOf(300_000));
        for (let count = 0; count < 12; count += 1) {
          const object = await scene.open(key);
          await scene.value(Promise.resolve(object[Symbol.asyncDispose]()));
        }
        const half = await scene.open(key);
        const reader = half.stream().getReader();
        await scene.value(reader.read());
        await scene.value(reader.cancel());
        for (let count = 0; count < 3; count += 1)
          assertEqual(
            (await scene.value((await scene.open(key)).bytes())).byteLength,
            300_000,
            'size of the body',
          );
      },
    },
    read_is_aborted: {
      title: 'An abort while the body is read ends it.',
      async run(scene) {
        const controller = new AbortController();
        const { key } = await scene.made(bytesOf(3_000_000));
        const object = await scene.value(scene.storage.get(key, { signal: controller.signal }));
        const reader = object.stream().getReader();
        await scene.value(reader.read());
        controller.abort();
        assertError(await scene.failure(readAll(reader)), { code: 'aborted', outcome: 'not_applied' });
      },
    },
    old_or_new: {
      title: 'A reader that began before an overwrite gets the old object whole, or is told.',
      async run(scene) {
        const [before, after] = [bytesOf(400_000, 1), bytesOf(400_000, 2)];
        const { key } = await scene.made(before);
        const object = await scene.open(key);
        await scene.put(key, after);
        const settled = await scene.subject.settle(object.bytes());
        if (settled.status === 'rejected') return;
        const isOld = settled.value.every((byte, index) => byte === before[index]);
        const isNew = settled.value.every((byte, index) => byte === after[index]);
        assert(
          (isOld || isNew) && settled.value.byteLength === 400_000,
          'the object is whole: the old one or the new',
        );
      },
    },
  }),
  cases('contract', 'head', {
    knows_the_object: {
      title: 'It tells size, time and content type of what was written.',
      async run(scene) {
        const before = scene.clock.now();
        const { key, etag } = await scene.made('12345', { contentType: 'text/csv' });
        const info = await scene.head(key);
        assertEqual([info.sizeBytes, info.etag, info.contentType], [5, etag, 'text/csv'], 'size, etag, type');
        const lateMs = info.modifiedAt.getTime() - before;
        assert(Math.abs(lateMs) < 60_000, `modifiedAt is the provider's time, found ${lateMs} ms off`);
        assertEqual(info.metadata, {}, 'metadata');
      },
    },
  }),
  cases('contract', 'exists', {
    tells: {
      title: 'It is true for what is there, false for what is not, and an error for what is no key.',
      async run(scene) {
        const { key } = await scene.made();
        assertEqual(await scene.value(scene.storage.exists(key)), true, 'of an object');
        assertEqual(await scene.value(scene.storage.exists(`${key}x`)), false, 'of nothing');
        await scene.value(scene.storage.delete(key));
        assertEqual(await scene.value(scene.storage.exists(key)), false, 'of a deleted object');
        assertError(await scene.failure(scene.storage.exists('../up')), { code: 'invalid_request' });
      },
    },
    outage_is_no_absence: {
      title: 'A provider that fails is an error, not `false`.',
      needs: { wire: true },
      async run(scene) {
        const { key } = await scene.made();
        scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 9, reads: true });
        assertError(await scene.failure(scene.storage.exists(key)), { code: 'provider_unavailable' });
      },
    },
  }),
].flat();

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}
