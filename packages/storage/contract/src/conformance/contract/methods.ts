import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { bytesOf } from '../bodies.ts';
import { cases } from '../define.ts';

const conditions = { traits: ['put.if_absent', 'put.if_match'] } as const;
const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** What the category offers over its operations. */
export const methodCases = [
  cases('contract', 'update', {
    creates_and_changes: {
      title: 'It is given nothing, then what is there; what it answers is written.',
      needs: conditions,
      async run(scene) {
        const key = scene.key();
        const add = (current: Uint8Array | undefined) => `${decode(current)}+`;
        await scene.value(scene.storage.update(key, add));
        await scene.value(scene.storage.update(key, add));
        await scene.assertStored(key, '++');
      },
    },
    begins_again: {
      title: 'When somebody else writes in between it begins again from what is there then.',
      needs: conditions,
      async run(scene) {
        const { key } = await scene.made('0');
        const other = await scene.subject.another();
        let calls = 0;
        const changed = scene.storage.update(key, async (current) => {
          calls += 1;
          if (calls === 1) await other.put(key, '10');
          return String(Number(decode(current)) + 1);
        });
        await scene.value(changed);
        await scene.assertStored(key, '11');
        assertEqual(calls, 2, 'calls');
      },
    },
    keeps_what_is_beside: {
      title: 'Headers and metadata stay, unless the options say otherwise.',
      needs: { traits: [...conditions.traits, 'metadata', 'content_headers'] },
      async run(scene) {
        const fields = {
          contentType: 'application/json',
          metadata: { owner: 'Ada' },
          cacheControl: 'no-store',
        };
        const { key } = await scene.made('{}', fields);
        await scene.value(scene.storage.update(key, () => '{"a":1}', { metadata: { owner: 'Grace' } }));
        const stored = await scene.assertStored(key, '{"a":1}');
        assertEqual(
          [stored.contentType, stored.cacheControl, stored.metadata],
          ['application/json', 'no-store', { owner: 'Grace' }],
          'content type, cache control and metadata',
        );
      },
    },
    eight_at_once: {
      title: 'Eight updates at once on two connections are all counted.',
      needs: conditions,
      async run(scene) {
        const key = scene.key('counter');
        const facades = [scene.storage, await scene.subject.another()];
        const updates = Array.from({ length: 8 }, (_, index) =>
          (facades[index % 2] ?? scene.storage).update(key, (current) => String(Number(decode(current)) + 1)),
        );
        await scene.value(Promise.all(updates));
        await scene.assertStored(key, '8');
        await scene.assertNoDebris();
      },
    },
    change_fails: {
      title: 'When the change fails nothing is written.',
      needs: conditions,
      async run(scene) {
        const { key } = await scene.made('before');
        const failing = scene.storage.update(key, () => Promise.reject(new Error('The bank said no.')));
        assert((await scene.subject.settle(failing)).status === 'rejected', 'the error is told');
        await scene.assertStored(key, 'before');
      },
    },
  }),
  cases('contract', 'prefix', {
    sees_only_its_own: {
      title: 'Within a prefix keys are relative, in every answer.',
      async run(scene) {
        const view = scene.storage.prefix('team-a/');
        await scene.put('team-b/secret', 'theirs');
        const { key } = await scene.value(view.put('notes/1', 'ours'));
        assertEqual(key, 'notes/1', 'key of the answer to put');
        await scene.assertStored('team-a/notes/1', 'ours');
        const object = await scene.value(view.get('notes/1'));
        assertEqual(object.info.key, 'notes/1', 'key of the answer to get');
        assertEqual(await scene.value(object.text()), 'ours', 'text');
        assertEqual((await scene.value(view.head('notes/1'))).key, 'notes/1', 'key of the answer to head');
        const listed = await scene.all(view.list());
        assertEqual(
          listed.map((entry) => entry.kind === 'object' && entry.key),
          ['notes/1'],
          'keys',
        );
        const folded = await scene.all(view.list({ delimiter: '/' }));
        assertEqual(
          folded.map((entry) => entry.kind === 'prefix' && entry.prefix),
          ['notes/'],
          'folders',
        );
        assertEqual(await scene.value(view.exists('notes/1')), true, 'exists');
        const copied = await scene.value(view.copy({ from: 'notes/1', to: 'notes/2' }));
        const moved = await scene.value(view.move({ from: 'notes/2', to: 'notes/3' }));
        assertEqual([copied.key, moved.key], ['notes/2', 'notes/3'], 'keys of the answers to copy and move');
        await scene.value(view.deleteMany({ keys: ['notes/1'] }));
        await scene.value(view.delete('notes/3'));
        assertEqual(await scene.farKeys(), ['team-b/secret'], 'keys on the far side');
      },
    },
    cannot_be_left: {
      title: 'No key leads out of a prefix.',
      async run(scene) {
        await scene.put('team-b/secret', 'theirs');
        const view = scene.storage.prefix('team-a/');
        for (const key of [
          '../team-b/secret',
          'x/../../team-b/secret',
          '/team-b/secret',
          '..',
          '',
          './x',
          'a//b',
        ]) {
          for (const call of [
            () => view.put(key, 'a'),
            () => view.get(key),
            () => view.head(key),
            () => view.delete(key),
            () => view.deleteMany({ keys: [key] }),
            () => view.copy({ from: key, to: 'stolen' }),
            () => view.move({ from: key, to: 'stolen' }),
            () => view.exists(key),
          ])
            assertError(await scene.failure(call()), { code: 'invalid_request', outcome: 'not_applied' });
        }
        assertEqual(await scene.farKeys(), ['team-b/secret'], 'keys on the far side');
        assertEqual(await scene.all(view.list({ startAfter: 'zzz' })), [], 'keys');
      },
    },
    that_is_none: {
      title: 'What no key begins with is refused as a prefix.',
      async run({ storage }) {
        for (const prefix of ['../', '/', 'a//', 'a/../', 'a\\', 'a\n']) {
          const error = thrownBy(() => storage.prefix(prefix));
          assert(
            IntegrationError.is(error, 'invalid_request', 'key_invalid'),
            `${JSON.stringify(prefix)} is refused`,
          );
        }
      },
    },
    takes_large_bodies: {
      title: 'Large bodies and updates go up within a prefix too.',
      needs: conditions,
      async run(scene) {
        const view = scene.storage.prefix('big/');
        const bytes = bytesOf(scene.partBytes + 1);
        await scene.value(view.put('one', new Blob([bytes]), { partBytes: scene.partBytes }));
        await scene.assertStored('big/one', bytes);
        assertEqual(
          (await scene.value(view.update('two', () => 'x'))).key,
          'two',
          'key of the answer to update',
        );
        await scene.assertStored('big/two', 'x');
      },
    },
  }),
  cases('contract', 'pages', {
    answers_only_its_own: {
      title: 'A request that is not for it is left to others.',
      async run(scene) {
        const request = new Request('https://somewhere.example/entirely/else');
        assertEqual(await scene.value(scene.storage.pages(request)), undefined, 'answer');
      },
    },
  }),
].flat();

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
