import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { UploadSession } from '../../uploads.ts';
import { bytesOf } from '../bodies.ts';
import { cases } from '../define.ts';
import type { StorageScene } from '../scene.ts';

/** Three parts of an object, of which the last is small. */
function three(scene: StorageScene): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const { partBytes } = scene;
  return [bytesOf(partBytes, 1), bytesOf(partBytes + 10, 2), bytesOf(10, 3)];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  parts.reduce((offset, part) => {
    whole.set(part, offset);
    return offset + part.byteLength;
  }, 0);
  return whole;
}

async function sendAll(scene: StorageScene, session: UploadSession, bodies: readonly Uint8Array[]) {
  return Promise.all(bodies.map((body, index) => scene.part(session, index + 1, body)));
}

const gone = { code: 'not_found', reason: 'upload_missing', outcome: 'not_applied' } as const;

/** Uploads in parts that are continued. */
export const uploadCases = [
  cases('contract', 'uploads.complete', {
    makes_the_object: {
      title:
        'Nothing is visible before; then the object is there whole, with what was said of it at the start.',
      needs: { traits: ['metadata', 'content_headers'] },
      async run(scene) {
        const key = scene.key('backup');
        const fields = { contentType: 'text/csv', cacheControl: 'no-store', metadata: { run: 'nächtlich' } };
        const session = await scene.value(scene.storage.uploads.create({ key, ...fields }));
        const bodies = three(scene);
        const parts = await sendAll(scene, session, bodies);
        assertEqual(await scene.far(key), undefined, 'what is visible before');
        assertEqual((await scene.subject.uploads()).length, 1, 'open uploads');
        const result = await scene.value(scene.storage.uploads.complete({ session, parts }));
        const whole = join(bodies);
        assertEqual([result.key, result.sizeBytes], [key, whole.byteLength], 'key and size of the answer');
        const {
          key: _key,
          sizeBytes: _size,
          sha256: _hash,
          ...stored
        } = await scene.assertStored(key, whole);
        assertEqual(stored, fields, 'what is kept beside the bytes');
        assertEqual((await scene.head(key)).etag, result.etag, 'etag');
        await scene.assertNoDebris();
      },
    },
    continued_by_another: {
      title: 'Another process continues from plain data: it asks which parts are there and sends the rest.',
      async run(scene) {
        const bodies = three(scene);
        const session = await scene.session();
        await scene.part(session, 1, bodies[0]);
        const kept = JSON.parse(JSON.stringify(session)) as UploadSession; // as it was stored
        const other = await scene.subject.another();
        const there = await scene.all(other.uploads.parts({ session: kept }));
        assertEqual(
          there.map(({ number, sizeBytes }) => [number, sizeBytes]),
          [[1, bodies[0].byteLength]],
          'parts',
        );
        const second = await scene.value(other.uploads.put({ session: kept, number: 2, body: bodies[1] }));
        const third = await scene.value(other.uploads.put({ session: kept, number: 3, body: bodies[2] }));
        await scene.value(other.uploads.complete({ session: kept, parts: [...there, second, third] }));
        await scene.assertStored(session.key, join(bodies));
      },
    },
    part_is_replaced: {
      title: 'A part that is sent again replaces the earlier one.',
      async run(scene) {
        const [first, second, last] = three(scene);
        const session = await scene.session();
        await scene.part(session, 1, second);
        const parts = await sendAll(scene, session, [first, last]);
        assertEqual((await scene.all(scene.storage.uploads.parts({ session }))).length, 2, 'parts');
        await scene.value(scene.storage.uploads.complete({ session, parts }));
        await scene.assertStored(session.key, join([first, last]));
      },
    },
    part_left_out: {
      title: 'Only the parts that are named make the object.',
      async run(scene) {
        const [first, second, last] = three(scene);
        const session = await scene.session();
        const [one, , three_] = await sendAll(scene, session, [first, second, last]);
        assert(one !== undefined && three_ !== undefined, 'parts');
        await scene.value(scene.storage.uploads.complete({ session, parts: [one, three_] }));
        await scene.assertStored(session.key, join([first, last]));
        await scene.assertNoDebris();
      },
    },
    twice: {
      title: 'To complete again answers the same, or that the upload is gone; the object stays as it is.',
      async run(scene) {
        const session = await scene.session();
        const parts = await sendAll(scene, session, [bytesOf(20)]);
        const first = await scene.value(scene.storage.uploads.complete({ session, parts }));
        const again = await scene.subject.settle(scene.storage.uploads.complete({ session, parts }));
        if (again.status === 'fulfilled')
          assertEqual(again.value.etag, first.etag, 'etag of the second answer');
        else assertError(await scene.failure(Promise.reject(again.reason)), gone);
        await scene.assertStored(session.key, bytesOf(20));
        assertEqual((await scene.head(session.key)).etag, first.etag, 'etag');
      },
    },
    part_too_small: {
      title: 'A part that is too small and not the last is refused, and nothing is visible.',
      needs: { unless: ({ upload }) => (upload.kind === 'parts' ? undefined : 'parts may have any size') },
      async run(scene) {
        const session = await scene.session();
        const parts = await sendAll(scene, session, [bytesOf(10), bytesOf(10)]);
        const error = await scene.failure(scene.storage.uploads.complete({ session, parts }));
        assertError(error, { code: 'invalid_request', reason: 'part_invalid', outcome: 'not_applied' });
        assertEqual(await scene.far(session.key), undefined, 'what is visible');
      },
    },
    part_that_is_not_there: {
      title: 'A part that was never sent, or has another etag, is refused, and nothing is visible.',
      async run(scene) {
        const session = await scene.session();
        const [part] = await sendAll(scene, session, [bytesOf(10)]);
        assert(part !== undefined, 'a part');
        const { unknownEtag: etag } = scene.fixtures;
        for (const parts of [[{ ...part, number: 2 }], [{ ...part, etag }]]) {
          const error = await scene.failure(scene.storage.uploads.complete({ session, parts }));
          assertError(error, { code: 'invalid_request', reason: 'part_invalid', outcome: 'not_applied' });
        }
        assertEqual(await scene.far(session.key), undefined, 'what is visible');
      },
    },
    if_absent: {
      title: 'With `ifAbsent` an object that came meanwhile is left alone.',
      needs: { traits: ['put.if_absent'] },
      async run(scene) {
        const session = await scene.session();
        const parts = await sendAll(scene, session, [bytesOf(10)]);
        await scene.put(session.key, 'came first');
        const error = await scene.failure(scene.storage.uploads.complete({ session, parts, ifAbsent: true }));
        assertError(error, { code: 'already_exists', reason: 'object_exists', outcome: 'not_applied' });
        await scene.assertStored(session.key, 'came first');
      },
    },
    if_match: {
      title: 'With `ifMatch` only the version that was read is replaced.',
      needs: { traits: ['put.if_match'] },
      async run(scene) {
        const { key, etag } = await scene.made('old');
        const first = await scene.session(key);
        const wrong = { session: first, parts: await sendAll(scene, first, [bytesOf(10)]) };
        const ifMatch = scene.fixtures.unknownEtag;
        const error = await scene.failure(scene.storage.uploads.complete({ ...wrong, ifMatch }));
        assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
        await scene.assertStored(key, 'old');
        const second = await scene.session(key);
        const parts = await sendAll(scene, second, [bytesOf(10)]);
        await scene.value(scene.storage.uploads.complete({ session: second, parts, ifMatch: etag }));
        await scene.assertStored(key, bytesOf(10));
      },
    },
  }),
  cases('contract', 'uploads.abort', {
    drops_all: {
      title: 'Nothing is left, now or later; to abort again is fine.',
      async run(scene) {
        const session = await scene.session();
        const parts = await sendAll(scene, session, [bytesOf(10)]);
        await scene.value(scene.storage.uploads.abort({ session }));
        await scene.assertNoDebris();
        await scene.value(scene.storage.uploads.abort({ session }));
        for (const call of [
          () => scene.storage.uploads.complete({ session, parts }),
          () => scene.storage.uploads.put({ session, number: 1, body: bytesOf(10) }),
          () => scene.storage.uploads.parts({ session }).page(),
        ])
          assertError(await scene.failure(call()), gone);
        assertEqual(await scene.far(session.key), undefined, 'what is visible');
      },
    },
    leaves_others: {
      title: 'Another upload of the same key goes on.',
      async run(scene) {
        const key = scene.key();
        const [first, second] = [await scene.session(key), await scene.session(key)];
        assert(first.id !== second.id, 'two uploads have two ids');
        const parts = await sendAll(scene, second, [bytesOf(10)]);
        await scene.value(scene.storage.uploads.abort({ session: first }));
        await scene.value(scene.storage.uploads.complete({ session: second, parts }));
        await scene.assertStored(key, bytesOf(10));
      },
    },
  }),
  cases('contract', 'uploads.parts', {
    in_pages: {
      title: 'Parts come in the order of their numbers, over all pages.',
      async run(scene) {
        const session = await scene.session();
        for (const number of [10, 2, 1, 7]) await scene.part(session, number, bytesOf(number));
        const found = await scene.all(scene.storage.uploads.parts({ session }, { limit: 3 }));
        const told = found.map(({ number, sizeBytes }) => [number, sizeBytes]);
        assertEqual(
          told,
          [
            [1, 1],
            [2, 2],
            [7, 7],
            [10, 10],
          ],
          'numbers and sizes',
        );
      },
    },
  }),
  cases('contract', 'uploads.list', {
    finds_the_forgotten: {
      title: 'Open uploads are found by prefix, and can be dropped without what opened them.',
      async run(scene) {
        const [one, two] = [await scene.session('backups/1'), await scene.session('backups/2')];
        await scene.session('other/1');
        const found = await scene.all(scene.storage.uploads.list({ prefix: 'backups/' }, { limit: 1 }));
        assertEqual(found.map(({ key }) => key).toSorted(), ['backups/1', 'backups/2'], 'keys');
        assertEqual(found.map(({ id }) => id).toSorted(), [one.id, two.id].toSorted(), 'ids');
        for (const { id, key } of await scene.all(scene.storage.uploads.list()))
          await scene.value(scene.storage.uploads.abort({ session: { id, key } }));
        await scene.assertNoDebris();
        assertEqual(await scene.all(scene.storage.uploads.list()), [], 'open uploads');
      },
    },
  }),
].flat();
