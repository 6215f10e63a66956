import { assert, assertEqual, assertError, assertOneOf } from '@patchbay/core/conformance';
import { bytesOf } from '../bodies.ts';
import { cases, type StorageRow } from '../define.ts';
import type { BodyFault } from '../harness.ts';

const size = 1_000_000;
const half = { kind: 'break', afterBytes: size / 2 } as const;

/** Bodies that are read while the connection fails. */
export const bodyCases = cases('resilience', 'get', {
  broken_body_is_resumed: resumed(half, 1, 2),
  broken_twice_is_resumed: resumed({ kind: 'break', afterBytes: 200_000 }, 2, 3),
  broken_before_the_first_byte_is_resumed: resumed({ kind: 'break', afterBytes: 0 }, 1, 2),
  stalled_body_is_resumed: resumed({ kind: 'stall', afterBytes: size / 2 }, 1, 2),
  broken_range_is_resumed: {
    title: 'A range that breaks is taken up within the range.',
    needs: { wire: true },
    async run(scene) {
      const bytes = bytesOf(size);
      const { key } = await scene.made(bytes);
      scene.bodies.plan({ kind: 'break', afterBytes: 1000 });
      const object = await scene.value(scene.storage.get({ key, range: { start: 5000, end: 9999 } }));
      const read = await scene.value(object.bytes());
      assertEqual(Array.from(read), Array.from(bytes.subarray(5000, 10_000)), 'the bytes');
    },
  },
  broken_for_good: {
    title: 'A body that breaks again and again is an error in the end, never half an object.',
    needs: { wire: true },
    async run(scene) {
      const { key } = await scene.made(bytesOf(size));
      scene.bodies.plan({ kind: 'break', afterBytes: 1000 }, 99);
      const error = await scene.failure((await scene.open(key)).bytes());
      const told = error.reason ?? error.code;
      assertOneOf(told, ['network', 'body_truncated'], 'what the error tells');
      assertEqual(error.outcome, 'not_applied', 'outcome');
    },
  },
  another_version_in_between: {
    title:
      'When the object changed while its body was broken the read fails: bytes of two versions never mix.',
    needs: { wire: true },
    async run(scene) {
      const { key } = await scene.made(bytesOf(size, 1));
      scene.bodies.plan(half);
      const object = await scene.open(key);
      const reader = object.stream().getReader();
      await scene.value(reader.read());
      await scene.put(key, bytesOf(size, 2));
      const error = await scene.failure(readAll(reader));
      assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch', outcome: 'not_applied' });
    },
  },
  gone_in_between: {
    title: 'When the object was deleted while its body was broken the read fails.',
    needs: { wire: true },
    async run(scene) {
      const { key } = await scene.made(bytesOf(size));
      scene.bodies.plan(half);
      const object = await scene.open(key);
      const reader = object.stream().getReader();
      await scene.value(reader.read());
      await scene.value(scene.storage.delete(key));
      const error = await scene.failure(readAll(reader));
      assertOneOf(error.code, ['not_found', 'precondition_failed'], 'code');
    },
  },
  corrupted_byte_is_noticed: corrupted(size - 1),
  corrupted_first_byte_is_noticed: corrupted(0),
  stalled_for_good: {
    title: 'A body of which no byte comes fails after the idle timeout, again and again, with `timeout`.',
    needs: { wire: true },
    async run(scene) {
      const { key } = await scene.made(bytesOf(size));
      scene.bodies.plan({ kind: 'stall', afterBytes: 1000 }, 99);
      const object = await scene.value(scene.storage.get(key, { idleTimeoutMs: 2000 }));
      const { error, elapsedMs } = await scene.timedFailure(object.bytes());
      assertError(error, { code: 'timeout', outcome: 'not_applied' });
      assert(
        elapsedMs >= 2000 && elapsedMs <= 60_000,
        `it ends after the idle timeouts, found ${elapsedMs} ms`,
      );
    },
  },
});

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}

function resumed(fault: BodyFault, times: number, requestCount: number): StorageRow {
  return {
    title: `A body that meets ${fault.kind} ${times} times is read on where it ended, and comes whole.`,
    parameters: [fault, times],
    needs: { wire: true },
    async run(scene) {
      const bytes = bytesOf(size);
      const { key } = await scene.made(bytes);
      scene.bodies.plan(fault, times);
      const requests = scene.recordRequests();
      const read = await scene.value((await scene.open(key)).bytes());
      assert(
        read.byteLength === size && read.every((byte, index) => byte === bytes[index]),
        'the bytes are whole',
      );
      assertEqual(requests().length, requestCount, 'requests');
    },
  };
}

function corrupted(atByte: number): StorageRow {
  return {
    title: 'A byte that comes corrupted is noticed: the whole read fails with `body_corrupt`.',
    parameters: atByte,
    needs: { wire: true },
    async run(scene) {
      const { key } = await scene.made(bytesOf(size));
      scene.bodies.plan({ kind: 'corrupt', atByte });
      const error = await scene.failure((await scene.open(key)).bytes());
      assertError(error, { code: 'invalid_response', reason: 'body_corrupt' });
    },
  };
}
