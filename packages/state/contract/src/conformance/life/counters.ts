import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

async function count(scene: StateScene, key: string, ttlMs?: number): Promise<number> {
  return (await scene.value(scene.state.increment({ key, ...(ttlMs !== undefined && { ttlMs }) }))).value;
}

/** Counters and lists of what ends. */
export const counterLifeCases = [
  cases('life', 'increment', {
    counts_from_the_first: {
      title: 'The life of a counter begins with its first step, and later ones do not extend it.',
      needs: { operations: ['get'] },
      async run(scene) {
        const key = scene.key();
        assertEqual(await count(scene, key, scene.lifeMs), 1, 'the first step');
        await scene.untilJustBefore();
        assertEqual(await count(scene, key, scene.lifeMs), 2, 'a step just before the end');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
        assertEqual(await count(scene, key, scene.lifeMs), 1, 'the first step of the next window');
        await scene.untilJustBefore();
        await scene.assertKept(key, '1');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
    later_life_does_not_count: {
      title: 'A counter that stays does not get an end by a later step.',
      async run(scene) {
        const key = scene.key();
        await count(scene, key);
        await count(scene, key, scene.lifeMs);
        await scene.pass();
        assertEqual(await count(scene, key), 3, 'the third step');
      },
    },
    keeps_the_life_of_a_record: {
      title: 'A step without a life leaves the end of a record that was put.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('10', scene.lifeMs);
        assertEqual(await count(scene, key), 11, 'value');
        await scene.untilJustBefore();
        await scene.assertKept(key, '11');
        await scene.untilTheEnd();
        await scene.assertKept(key, undefined);
      },
    },
    begins_anew_after_another_value: {
      title: 'What has ended counts as 0, be it a counter or not.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('a postcard', scene.lifeMs);
        await scene.pass();
        assertEqual(await count(scene, key), 1, 'value');
        await scene.pass();
        await scene.assertKept(key, '1');
      },
    },
  }),
  cases('life', 'list', {
    shows_nothing_that_has_ended: {
      title: 'A list shows a record until its end, and not from it on.',
      needs: { operations: ['put'] },
      async run(scene) {
        await scene.put('p/timed', 'timed', scene.lifeMs);
        await scene.put('p/stays', 'stays');
        await scene.untilJustBefore();
        assertEqual(await scene.listed('p/'), ['p/stays', 'p/timed'], 'keys before the end');
        await scene.untilTheEnd();
        assertEqual(await scene.listed('p/'), ['p/stays'], 'keys after the end');
      },
    },
    many_that_have_ended: {
      title: 'However many have ended, those that are left come.',
      needs: { operations: ['put'] },
      async run(scene) {
        const ended = Array.from({ length: 300 }, (_, index) => `p/a-${index}`);
        const write = (key: string) => scene.state.put({ key, value: key, ttlMs: scene.lifeMs });
        for (let start = 0; start < ended.length; start += 40)
          await scene.value(Promise.all(ended.slice(start, start + 40).map(write)));
        await scene.put('p/z', 'stays');
        await scene.pass(scene.lifeMs * (scene.subject.canAdvance ? 1 : 3));
        for (const limit of [1, 10, 1000]) assertEqual(await scene.listed('p/', limit), ['p/z'], 'keys');
      },
    },
  }),
].flat();
