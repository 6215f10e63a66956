import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { PutResult, WriteCondition } from '../../object.ts';
import { bytesOf, chunksOf } from '../bodies.ts';
import { cases, type StorageRow } from '../define.ts';
import type { StorageScene } from '../scene.ts';

type Make = (scene: StorageScene, seed: number) => Uint8Array<ArrayBuffer>;

const small: Make = (_scene, seed) => bytesOf(90, seed);
const large: Make = ({ partBytes }, seed) => bytesOf(partBytes + 90, seed);

/** Writes that only happen where nobody else wrote. */
export const putConditionCases = cases('contract', 'put', {
  if_absent: ifAbsent('small', small),
  if_absent_of_parts: ifAbsent('large', large),
  if_match: ifMatch('small', small),
  if_match_of_parts: ifMatch('large', large),
  if_match_of_a_missing_object: {
    title: 'A condition on an object that is gone is not met.',
    needs: { traits: ['put.if_match'] },
    async run(scene) {
      const { key, etag } = await scene.made();
      await scene.value(scene.storage.delete(key));
      const error = await scene.failure(scene.storage.put(key, 'again', { ifMatch: etag }));
      assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
  race_of_creations: race('small', small, () => ({ ifAbsent: true })),
  race_of_creations_of_parts: race('large', large, () => ({ ifAbsent: true })),
  race_of_replacements: race('match', small, ({ etag }) => ({ ifMatch: etag })),
  both_conditions: {
    title: 'Both conditions together can never hold: they are refused before any request.',
    needs: { traits: ['put.if_absent', 'put.if_match'] },
    async run(scene) {
      const requests = scene.recordRequests();
      const condition = { ifAbsent: true, ifMatch: scene.fixtures.unknownEtag } as const;
      for (const body of ['small', chunksOf(large(scene, 1))]) {
        const error = await scene.failure(scene.storage.put(scene.key(), body, condition));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual(requests().length, 0, 'requests');
    },
  },
});

function ifAbsent(name: string, make: Make): StorageRow {
  return {
    title: 'With `ifAbsent` the first write creates, the second is `already_exists` and changes nothing.',
    parameters: name,
    needs: { traits: ['put.if_absent'] },
    async run(scene) {
      const options = { ifAbsent: true, partBytes: scene.partBytes } as const;
      const key = scene.key();
      await scene.put(key, chunksOf(make(scene, 1)), options);
      const error = await scene.failure(scene.storage.put(key, chunksOf(make(scene, 2)), options));
      assertError(error, { code: 'already_exists', reason: 'object_exists', outcome: 'not_applied' });
      assertEqual(error.operation, 'storage.put', 'operation of the error');
      await scene.assertStored(key, make(scene, 1));
      await scene.assertNoDebris();
    },
  };
}

function ifMatch(name: string, make: Make): StorageRow {
  return {
    title: 'With `ifMatch` only the version that was read is replaced.',
    parameters: name,
    needs: { traits: ['put.if_match'] },
    async run(scene) {
      const { partBytes } = scene;
      const { key, etag } = await scene.made('first');
      const second = await scene.put(key, chunksOf(make(scene, 2)), { ifMatch: etag, partBytes });
      const error = await scene.failure(
        scene.storage.put(key, chunksOf(make(scene, 3)), { ifMatch: etag, partBytes }),
      );
      assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
      await scene.assertStored(key, make(scene, 2));
      assertEqual((await scene.head(key)).etag, second.etag, 'etag');
      await scene.assertNoDebris();
    },
  };
}

function race(name: string, make: Make, conditionOf: (before: PutResult) => WriteCondition): StorageRow {
  return {
    title:
      'Of eight writers on two connections exactly one wins; the others are told, and nothing of theirs is left.',
    parameters: name,
    needs: { traits: ['put.if_absent', 'put.if_match'] },
    async run(scene) {
      const before = await scene.made('before');
      const condition = conditionOf(before);
      const key = condition.ifAbsent ? scene.key() : before.key;
      const facades = [scene.storage, await scene.subject.another()];
      const writers = Array.from({ length: 8 }, (_, index) => facades[index % 2] ?? scene.storage);
      const settled = await scene.value(
        Promise.allSettled(
          writers.map((storage, index) =>
            storage.put(key, chunksOf(make(scene, index + 10)), { ...condition, partBytes: scene.partBytes }),
          ),
        ),
      );
      const winners = settled.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      assertEqual(winners.length, 1, 'winners');
      for (const result of settled) {
        if (result.status === 'fulfilled') continue;
        const reason: unknown = result.reason;
        const isTold =
          IntegrationError.is(reason, 'already_exists') ||
          IntegrationError.is(reason, 'precondition_failed') ||
          IntegrationError.is(reason, 'conflict', 'concurrent_write');
        assert(isTold, `a loser is told of the other, found ${String(reason)}`);
      }
      await scene.assertStored(key, make(scene, (winners[0] ?? 0) + 10));
      await scene.assertNoDebris();
    },
  };
}
