import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Deletions, one by one and together. */
export const deleteCases = [
  cases('contract', 'delete', {
    is_idempotent: {
      title: 'The object is gone; deleting it again, or what never was, is fine.',
      async run(scene) {
        const { key } = await scene.made();
        await scene.value(scene.storage.delete(key));
        assertEqual(await scene.far(key), undefined, 'what the far side holds');
        await scene.value(scene.storage.delete(key));
        await scene.value(scene.storage.delete(scene.key()));
      },
    },
    leaves_others: {
      title: 'Keys that begin alike are left alone: a key is no folder.',
      async run(scene) {
        for (const key of ['a', 'a/b', 'ab']) await scene.put(key, key);
        await scene.value(scene.storage.delete('a'));
        assertEqual(await scene.farKeys(), ['a/b', 'ab'], 'keys on the far side');
        await scene.put('a', 'again');
        assertEqual(await scene.text('a/b'), 'a/b', 'text');
      },
    },
    if_match: {
      title: 'With `ifMatch` only the version that was read is deleted.',
      needs: { traits: ['delete.if_match'] },
      async run(scene) {
        const first = await scene.made('one');
        const { etag } = await scene.put(first.key, 'two');
        const { key } = first;
        const error = await scene.failure(scene.storage.delete({ key, ifMatch: first.etag }));
        assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
        await scene.assertStored(key, 'two');
        await scene.value(scene.storage.delete({ key, ifMatch: etag }));
        assertEqual(await scene.far(key), undefined, 'what the far side holds');
      },
    },
  }),
  cases('contract', 'deleteMany', {
    tells_of_each: {
      title: 'All are gone, absent ones count as deleted, others stay.',
      async run(scene) {
        const kept = await scene.made('stays');
        const keys = ['a', 'b&<c>', 'd/e', 'f "g"', 'ü', 'never written'];
        for (const key of keys.slice(0, -1)) await scene.put(key, key);
        const result = await scene.value(scene.storage.deleteMany({ keys }));
        assertEqual([result.deleted, result.failed], [keys.length, []], 'deleted, and failed');
        assertEqual(await scene.farKeys(), [kept.key], 'keys on the far side');
      },
    },
    nothing: {
      title: 'No keys are no work.',
      async run(scene) {
        const { deleted, failed } = await scene.value(scene.storage.deleteMany({ keys: [] }));
        assertEqual([deleted, failed], [0, []], 'deleted, and failed');
      },
    },
    more_than_one_request: {
      title: 'More keys than the provider takes at a time are deleted all.',
      async run(scene) {
        const { deleteKeys } = scene.capabilities.limits;
        const absent = Array.from({ length: deleteKeys }, (_, index) => `none/${index}`);
        for (const key of ['first', 'last']) await scene.put(key, key);
        const result = await scene.value(scene.storage.deleteMany({ keys: ['first', ...absent, 'last'] }));
        assertEqual([result.deleted, result.failed], [deleteKeys + 2, []], 'deleted, and failed');
        assertEqual(await scene.farKeys(), [], 'keys on the far side');
      },
    },
    one_bad_key: {
      title: 'One key that is none refuses all, before any request.',
      async run(scene) {
        const { key } = await scene.made();
        const requests = scene.recordRequests();
        const error = await scene.failure(scene.storage.deleteMany({ keys: [key, '../etc/passwd'] }));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
        assertEqual(requests().length, 0, 'requests');
        await scene.assertStored(key, 'A postcard.');
      },
    },
  }),
].flat();
