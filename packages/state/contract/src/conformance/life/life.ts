import { assert, assertEqual } from '@patchbay/core/conformance';
import { stateLimits } from '../../limits.ts';
import { cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

/**
 * Fails unless a new record ends so long after it was written: after `from`, and before now. How exactly that is told
 * depends on whose clock it is.
 */
async function assertEndsIn(
  scene: StateScene,
  key: string,
  { from, ms }: { readonly from: number; readonly ms: number },
): Promise<void> {
  const expiresAt = (await scene.value(scene.state.get(key)))?.expiresAt?.getTime();
  assert(expiresAt !== undefined, 'the record says when it ends');
  const offMs = scene.subject.canAdvance ? 0 : 1000;
  const isInTime = expiresAt >= from + ms - offMs && expiresAt <= scene.clock.now() + ms + offMs;
  assert(isInTime, `it ends in ${ms} ms, found ${expiresAt - from} ms`);
}

/** Records that end. */
export const lifeCases = [
  cases('life', 'put', {
    ends_at_the_millisecond: {
      title: 'A record is there until the millisecond at which it ends, and absent from it on.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { key } = await scene.made('timed', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.assertKept(key, 'timed');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
        assertEqual(await scene.subject.keys(), [], 'keys on the far side');
      },
    },
    shortest: {
      title: 'The shortest life is one millisecond.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { key } = await scene.made('timed', 1);
        await scene.clock.advance(scene.subject.canAdvance ? 1 : 20);
        await scene.assertKept(key, undefined);
      },
    },
    longest: {
      title: 'The longest life is ten years.',
      needs: { operations: ['get'] },
      async run(scene) {
        const from = scene.clock.now();
        const { key } = await scene.made('timed', stateLimits.ttlMs);
        await assertEndsIn(scene, key, { from, ms: stateLimits.ttlMs });
        if (!scene.subject.canAdvance) return;
        await scene.pass(stateLimits.ttlMs);
        await scene.assertKept(key, undefined);
      },
    },
    no_life_at_all: {
      title:
        'A life below one millisecond, above ten years or of a fraction is `invalid_request`, for every write.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { state } = scene;
        const write = { key: 'k', value: 'v' };
        for (const ttlMs of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, stateLimits.ttlMs + 1]) {
          await scene.assertRefused('put', () => state.put({ ...write, ttlMs }));
          await scene.assertRefused('putIfAbsent', () => state.putIfAbsent({ ...write, ttlMs }));
          await scene.assertRefused('cas', () => state.cas({ ...write, expected: undefined, ttlMs }));
          await scene.assertRefused('increment', () => state.increment({ key: 'k', ttlMs }));
        }
        await scene.assertKept('k', undefined);
      },
    },
    counts_from_the_write: {
      title: 'A second write begins a life of its own, be it longer or shorter.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.put(key, 'second', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.assertKept(key, 'second');
        await scene.put(key, 'third', scene.lifeMs / 4);
        await scene.pass(scene.lifeMs / 4);
        await scene.assertKept(key, undefined);
      },
    },
    without_life_stays: {
      title: 'A write without a life stays, also where the record before would have ended.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.put(key, 'second');
        assertEqual(await scene.value(scene.state.get(key)), { key, value: 'second' }, 'the record');
        await scene.pass();
        await scene.assertKept(key, 'second');
      },
    },
  }),
  cases('life', 'get', {
    tells_the_end: {
      title: 'A record says when it ends.',
      needs: { operations: ['put'] },
      async run(scene) {
        const from = scene.clock.now();
        const { key } = await scene.made('timed', 7_000);
        await assertEndsIn(scene, key, { from, ms: 7_000 });
      },
    },
  }),
  cases('life', 'delete', {
    of_an_expired_record: {
      title: 'A deletion of what has ended is fine, and a new record there is a new one.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('timed', scene.lifeMs);
        await scene.pass();
        await scene.value(scene.state.delete(key));
        await scene.put(key, 'new');
        await scene.pass();
        await scene.assertKept(key, 'new');
      },
    },
  }),
  cases('life', 'putIfAbsent', {
    takes_what_has_ended: {
      title: 'What has ended is absent: at its very end it is written anew, with a life of its own.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        const again = { key, value: 'second', ttlMs: scene.lifeMs };
        await scene.untilJustBefore();
        assertEqual(
          await scene.value(scene.state.putIfAbsent(again)),
          { isNew: false, value: 'first' },
          'before',
        );
        await scene.untilTheEnd();
        assertEqual(
          await scene.value(scene.state.putIfAbsent(again)),
          { isNew: true, value: 'second' },
          'after',
        );
        await scene.untilJustBefore();
        await scene.assertKept(key, 'second');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
    leaves_the_life_of_what_is_there: {
      title: 'One that is refused neither extends nor ends the life of what is there.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.value(scene.state.putIfAbsent({ key, value: 'second', ttlMs: scene.lifeMs }));
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
  }),
  cases('life', 'cas', {
    expired_is_absent: {
      title: 'What has ended is absent: its value is no longer expected, nothing is.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.pass();
        await scene.assertSwap({ key, expected: 'first', value: 'second' }, false, undefined);
        await scene.assertSwap({ key, expected: undefined, value: 'third' }, true, 'third');
        await scene.pass();
        await scene.assertKept(key, 'third');
      },
    },
    at_its_last_moment: {
      title: 'Just before its end a record is there, and can be swapped into a longer life.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.assertSwap({ key, expected: undefined, value: 'no' }, false, 'first');
        const longer = { key, expected: 'first', value: 'first', ttlMs: scene.lifeMs };
        await scene.assertSwap(longer, true, 'first');
        await scene.untilJustBefore();
        await scene.assertKept(key, 'first');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
    without_life_stays: {
      title: 'A swap without a life stays, also where the record before would have ended.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.assertSwap({ key, expected: 'first', value: 'second' }, true, 'second');
        await scene.pass();
        await scene.assertKept(key, 'second');
      },
    },
    refused_leaves_the_life: {
      title: 'One that is refused neither extends nor ends the life of what is there.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first', scene.lifeMs);
        await scene.untilJustBefore();
        await scene.assertSwap({ key, expected: 'other', value: 'x', ttlMs: scene.lifeMs }, false, 'first');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
  }),
].flat();
