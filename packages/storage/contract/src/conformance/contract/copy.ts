import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { bytesOf } from '../bodies.ts';
import { cases } from '../define.ts';

const kept = {
  contentType: 'text/html',
  cacheControl: 'no-cache',
  contentDisposition: 'inline',
  contentLanguage: 'fr',
  metadata: { author: 'Zoë', empty: '' },
};

/** Copies and moves. */
export const copyCases = [
  cases('contract', 'copy', {
    keeps_all: {
      title: 'The copy has the bytes, the headers and the metadata of its source, which stays.',
      needs: { traits: ['metadata', 'content_headers'] },
      async run(scene) {
        const bytes = bytesOf(5000);
        const { key: from } = await scene.made(bytes, kept);
        const to = scene.key('köpie & 100%');
        const result = await scene.value(scene.storage.copy({ from, to }));
        assertEqual([result.key, result.sizeBytes], [to, 5000], 'key and size of the answer');
        const { key: _key, sizeBytes: _size, sha256: _hash, ...stored } = await scene.assertStored(to, bytes);
        assertEqual(stored, kept, 'what is kept beside the bytes');
        await scene.assertStored(from, bytes);
        assertEqual((await scene.head(to)).etag, result.etag, 'etag');
      },
    },
    replaces_metadata: {
      title: 'Metadata and content type may be replaced; what is not named stays.',
      needs: { traits: ['metadata', 'content_headers'] },
      async run(scene) {
        const { key: from } = await scene.made('a', kept);
        const [first, second] = [scene.key(), scene.key()];
        await scene.value(scene.storage.copy({ from, to: first, metadata: { new: 'yes' } }));
        await scene.value(scene.storage.copy({ from, to: second, contentType: 'text/plain' }));
        const [replaced, typed] = [await scene.far(first), await scene.far(second)];
        assertEqual(
          [replaced?.metadata, replaced?.contentType],
          [{ new: 'yes' }, 'text/html'],
          'metadata replaced',
        );
        assertEqual([replaced?.cacheControl, typed?.cacheControl], ['no-cache', 'no-cache'], 'cacheControl');
        assertEqual(
          [typed?.metadata, typed?.contentType],
          [kept.metadata, 'text/plain'],
          'content type replaced',
        );
      },
    },
    is_no_alias: {
      title: 'Source and copy are two objects: what happens to one does not happen to the other.',
      async run(scene) {
        const { key: from } = await scene.made('one');
        const to = scene.key();
        await scene.value(scene.storage.copy({ from, to }));
        await scene.put(from, 'two');
        await scene.assertStored(to, 'one');
        await scene.value(scene.storage.delete(from));
        await scene.assertStored(to, 'one');
      },
    },
    overwrites: {
      title: 'A copy replaces what was there.',
      async run(scene) {
        const [from, to] = [(await scene.made('new')).key, (await scene.made('old')).key];
        await scene.value(scene.storage.copy({ from, to }));
        await scene.assertStored(to, 'new');
      },
    },
    if_absent: {
      title: 'With `ifAbsent` nothing is overwritten.',
      needs: { traits: ['copy.if_absent'] },
      async run(scene) {
        const [from, to] = [(await scene.made('new')).key, (await scene.made('old')).key];
        const error = await scene.failure(scene.storage.copy({ from, to, ifAbsent: true }));
        assertError(error, { code: 'already_exists', reason: 'object_exists', outcome: 'not_applied' });
        await scene.assertStored(to, 'old');
        await scene.value(scene.storage.copy({ from, to: scene.key(), ifAbsent: true }));
      },
    },
    if_match: {
      title: 'With `ifMatch` only the version that was read is replaced.',
      needs: { traits: ['copy.if_match'] },
      async run(scene) {
        const { key: from } = await scene.made('new');
        const { key: to, etag } = await scene.made('old');
        const wrong = { from, to, ifMatch: scene.fixtures.unknownEtag };
        const error = await scene.failure(scene.storage.copy(wrong));
        assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
        await scene.assertStored(to, 'old');
        await scene.value(scene.storage.copy({ from, to, ifMatch: etag }));
        await scene.assertStored(to, 'new');
      },
    },
    onto_itself: {
      title: 'A copy onto itself is refused before any request.',
      async run(scene) {
        const { key } = await scene.made();
        const requests = scene.recordRequests();
        const onto = { from: key, to: key };
        for (const call of [() => scene.storage.copy(onto), () => scene.storage.move(onto)])
          assertError(await scene.failure(call()), { code: 'invalid_request', outcome: 'not_applied' });
        assertEqual(requests().length, 0, 'requests');
        await scene.assertStored(key, 'A postcard.');
      },
    },
    missing_source: {
      title: 'Without a source there is no copy, and what was there stays.',
      async run(scene) {
        const { key: to } = await scene.made('stays');
        const error = await scene.failure(scene.storage.copy({ from: scene.key(), to }));
        assertError(error, { code: 'not_found', reason: 'object_missing', outcome: 'not_applied' });
        await scene.assertStored(to, 'stays');
      },
    },
  }),
  cases('contract', 'move', {
    moves: {
      title: 'The object is at its new key with all that is kept, and at the old one no more.',
      needs: { operations: ['copy', 'delete'], traits: ['metadata', 'content_headers'] },
      async run(scene) {
        const { key: from } = await scene.made('a', kept);
        const to = scene.key();
        assertEqual((await scene.value(scene.storage.move({ from, to }))).key, to, 'key of the answer');
        const { key: _key, sizeBytes: _size, sha256: _hash, ...stored } = await scene.assertStored(to, 'a');
        assertEqual(stored, kept, 'what is kept beside the bytes');
        assertEqual(await scene.far(from), undefined, 'what is at the old key');
      },
    },
    never_loses: {
      title: 'A move that fails in between leaves both, and says that it does not know.',
      needs: { operations: ['copy', 'delete'], wire: true },
      async run(scene) {
        const { key: from } = await scene.made('a');
        const to = scene.key();
        const missing = await scene.failure(scene.storage.move({ from: scene.key(), to }));
        assertError(missing, { code: 'not_found', outcome: 'not_applied' });
        scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 3 });
        const failed = await scene.failure(scene.storage.move({ from, to }));
        assert(failed.code === 'provider_unavailable', `the outage is told, found ${failed.code}`);
        await scene.assertStored(from, 'a');
      },
    },
  }),
].flat();
