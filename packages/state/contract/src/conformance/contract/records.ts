import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Records are written, read and deleted. */
export const recordCases = [
  cases('contract', 'get', {
    missing: {
      title: 'A key that names nothing is `undefined`, no error.',
      async run(scene) {
        assertEqual(await scene.value(scene.state.get(scene.key())), undefined, 'the record');
      },
    },
    whole: {
      title: 'A record that stays has its key, its value and no end.',
      needs: { operations: ['put'] },
      async run(scene) {
        const { key } = await scene.made('a value');
        assertEqual(await scene.value(scene.state.get({ key })), { key, value: 'a value' }, 'the record');
      },
    },
    sees_what_another_wrote: {
      title: 'What one facade wrote another one on the same store reads at once.',
      needs: { operations: ['put'] },
      async run(scene) {
        const { key } = await scene.made('ours');
        const other = await scene.subject.another();
        assertEqual((await scene.value(other.get(key)))?.value, 'ours', 'what the other reads');
        await scene.assertKept(key, 'ours');
        await scene.value(other.put({ key, value: 'theirs' }));
        await scene.assertKept(key, 'theirs');
      },
    },
  }),
  cases('contract', 'put', {
    replaces: {
      title: 'A second write replaces the first one.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { key } = await scene.made('first');
        await scene.put(key, 'second');
        await scene.assertKept(key, 'second');
        assertEqual(await scene.subject.keys(), [key], 'keys on the far side');
      },
    },
    survives_a_restart: {
      title: 'What was written is there after a restart of the store, with its end.',
      needs: { traits: ['durable'], operations: ['get'] },
      async run(scene) {
        const [kept, timed] = [scene.key(), scene.key()];
        await scene.put(kept, 'for ever');
        await scene.put(timed, 'for a day', 86_400_000);
        const before = await scene.value(scene.state.get(timed));
        const after = await scene.subject.restart();
        assertEqual((await scene.value(after.get(kept)))?.value, 'for ever', 'the record that stays');
        assertEqual(await scene.value(after.get(timed)), before, 'the record with an end');
      },
    },
  }),
  cases('contract', 'delete', {
    is_idempotent: {
      title: 'A deletion of what is not there is fine.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made();
        await scene.value(scene.state.delete(key));
        await scene.value(scene.state.delete({ key }));
        await scene.assertKept(key, undefined);
        assertEqual(await scene.subject.keys(), [], 'keys on the far side');
      },
    },
    leaves_others: {
      title: 'A deletion touches no key that begins alike, or differs in case.',
      needs: { operations: ['put'] },
      async run(scene) {
        for (const key of ['a', 'ab', 'a/b', 'A', 'a%', 'a*']) await scene.put(key, key);
        await scene.value(scene.state.delete('a'));
        assertEqual(
          (await scene.subject.keys()).toSorted(),
          ['A', 'a%', 'a*', 'a/b', 'ab'],
          'keys on the far side',
        );
      },
    },
  }),
  cases('contract', 'putIfAbsent', {
    writes_what_is_absent: {
      title: 'The first one writes, and is told so.',
      needs: { operations: ['get'] },
      async run(scene) {
        const key = scene.key();
        const result = await scene.value(scene.state.putIfAbsent({ key, value: 'first' }));
        assertEqual(result, { isNew: true, value: 'first' }, 'the result');
        await scene.assertKept(key, 'first');
      },
    },
    keeps_what_is_there: {
      title: 'A later one changes nothing, and is told what is there.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('first');
        const result = await scene.value(scene.state.putIfAbsent({ key, value: 'second' }));
        assertEqual(result, { isNew: false, value: 'first' }, 'the result');
        await scene.assertKept(key, 'first');
      },
    },
    knows_the_empty_value: {
      title: 'An empty value is there: it is not nothing.',
      needs: { operations: ['put'] },
      async run(scene) {
        const { key } = await scene.made('');
        const result = await scene.value(scene.state.putIfAbsent({ key, value: 'second' }));
        assertEqual(result, { isNew: false, value: '' }, 'the result');
      },
    },
    after_a_deletion: {
      title: 'A key that was deleted is absent again.',
      needs: { operations: ['put', 'delete'] },
      async run(scene) {
        const { key } = await scene.made('first');
        await scene.value(scene.state.delete(key));
        const result = await scene.value(scene.state.putIfAbsent({ key, value: 'second' }));
        assertEqual(result, { isNew: true, value: 'second' }, 'the result');
      },
    },
  }),
].flat();
