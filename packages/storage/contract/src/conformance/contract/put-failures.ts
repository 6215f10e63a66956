import { assertEqual, assertError, type ExpectedError } from '@patchbay/core/conformance';
import type { BodyInput } from '../../body.ts';
import type { PutOptions } from '../../upload.ts';
import { bytesOf, chunksOf, failingAfter, streamOf } from '../bodies.ts';
import { cases, type StorageRow } from '../define.ts';
import type { StorageScene } from '../scene.ts';

const refused = { code: 'invalid_request', reason: 'body_invalid', outcome: 'not_applied' } as const;
const tooLarge = { code: 'payload_too_large', reason: 'object_too_large', outcome: 'not_applied' } as const;

/** Writes that fail leave the old object whole, and nothing else. */
export const putFailureCases = cases('contract', 'put', {
  body_fails_at_once: leavesAll(() => failingAfter(0, new Error('no more')), {}, refused),
  body_fails_in_the_first_part: leavesAll(
    ({ partBytes }) => failingAfter(partBytes / 2, new Error('no more')),
    {},
    refused,
  ),
  body_fails_after_parts: leavesAll(
    ({ partBytes }) => failingAfter(Math.floor(partBytes * 2.5), new Error('no more')),
    {},
    refused,
  ),
  body_is_aborted: {
    title:
      'A write that is aborted amid its body ends at once; the old object stays, and nothing is left over.',
    async run(scene) {
      const controller = new AbortController();
      const { signal } = controller;
      async function* body() {
        yield* chunksOf(bytesOf(scene.partBytes * 2 + 1));
        controller.abort();
        await new Promise(() => {}); // a body that stalls
      }
      const { key } = await scene.made('before');
      const error = await scene.failure(
        scene.storage.put(key, body(), { signal, partBytes: scene.partBytes }),
      );
      assertError(error, { code: 'aborted', outcome: 'not_applied' });
      await scene.assertStored(key, 'before');
      await scene.assertNoDebris();
    },
  },
  aborted_before: {
    title: 'A signal that is aborted already lets no byte of a stream out.',
    async run(scene) {
      const { key } = await scene.made('before');
      const requests = scene.recordRequests();
      for (const body of ['small', streamOf(bytesOf(scene.partBytes * 2))]) {
        const error = await scene.failure(scene.storage.put(key, body, { signal: AbortSignal.abort() }));
        assertError(error, { code: 'aborted', outcome: 'not_applied' });
      }
      assertEqual(requests().length, 0, 'requests');
      await scene.assertStored(key, 'before');
      await scene.assertNoDebris();
    },
  },
  more_than_max_bytes: leavesAll(() => bytesOf(101), { maxBytes: 100 }, tooLarge),
  stream_of_more_than_max_bytes: leavesAll(
    ({ partBytes }) => chunksOf(bytesOf(partBytes * 2)),
    ({ partBytes }) => ({ maxBytes: partBytes + 1 }),
    tooLarge,
  ),
  larger_than_it_said: leavesAll(() => chunksOf(bytesOf(300)), { sizeBytes: 299 }, refused),
  smaller_than_it_said: leavesAll(() => chunksOf(bytesOf(300)), { sizeBytes: 301 }, refused),
  bytes_of_another_size_than_said: leavesAll(() => bytesOf(300), { sizeBytes: 301 }, refused),
  parts_larger_than_they_said: leavesAll(
    ({ partBytes }) => chunksOf(bytesOf(partBytes * 2)),
    ({ partBytes }) => ({ sizeBytes: partBytes * 2 - 1 }),
    refused,
  ),
  parts_smaller_than_they_said: leavesAll(
    ({ partBytes }) => chunksOf(bytesOf(partBytes * 2)),
    ({ partBytes }) => ({ sizeBytes: partBytes * 2 + 1 }),
    refused,
  ),
  exactly_max_bytes: {
    title: 'Exactly as many bytes as `maxBytes` are written.',
    async run(scene) {
      const { key } = await scene.made(chunksOf(bytesOf(100)), { maxBytes: 100 });
      await scene.assertStored(key, bytesOf(100));
    },
  },
  no_body: leavesAll(() => 42 as never, {}, refused), // misshapen on purpose
  chunk_that_is_no_bytes: leavesAll(() => numbers() as never, {}, refused), // misshapen on purpose
  part_fails: {
    title: 'When one part keeps failing nothing was applied, and the upload is dropped.',
    needs: {
      wire: true,
      unless: ({ upload }) => (upload.kind === 'parts' ? undefined : 'bodies go up as one stream'),
    },
    async run(scene) {
      const { partBytes } = scene;
      const { key } = await scene.made('before');
      async function* body() {
        for (let part = 1; part <= 5; part += 1) {
          // The upload is open by now: the first part is under way.
          if (part === 4) scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 3 });
          yield bytesOf(partBytes, part);
        }
      }
      const error = await scene.failure(scene.storage.put(key, body(), { partBytes, concurrency: 1 }));
      assertError(error, { code: 'provider_unavailable', outcome: 'not_applied' });
      assertEqual(error.operation, 'storage.put', 'operation of the error');
      await scene.assertStored(key, 'before');
      await scene.assertNoDebris();
    },
  },
  sent_byte_is_corrupted: {
    title: 'A body that is corrupted on its way is not stored.',
    needs: { wire: true },
    start: { policy: { retry: false } },
    async run(scene) {
      const { key } = await scene.made('before');
      scene.bodies.plan({ kind: 'corrupt_sent', atByte: 5 });
      assertEqual(
        (await scene.failure(scene.storage.put(key, bytesOf(64)))).outcome,
        'not_applied',
        'outcome',
      );
      await scene.assertStored(key, 'before');
    },
  },
});

async function* numbers() {
  yield 42;
}

function leavesAll(
  body: (scene: StorageScene) => BodyInput,
  options: PutOptions | ((scene: StorageScene) => PutOptions),
  expected: ExpectedError,
): StorageRow {
  return {
    title: `It is ${expected.code}; the old object stays whole, and nothing is left over.`,
    parameters: [String(body), typeof options === 'function' ? String(options) : options],
    async run(scene) {
      const { key } = await scene.made('before');
      const given = typeof options === 'function' ? options(scene) : options;
      const call = scene.storage.put(key, body(scene), { partBytes: scene.partBytes, ...given });
      const error = await scene.failure(call);
      assertError(error, expected);
      assertEqual(error.operation, 'storage.put', 'operation of the error');
      await scene.assertStored(key, 'before');
      await scene.assertNoDebris();
    },
  };
}
