import { assert, assertEqual } from '@patchbay/core/conformance';
import type { PresignPut } from '../../presign.ts';
import { cases } from '../define.ts';
import type { StorageScene } from '../scene.ts';
import { assertPromise, assertRefused, nameOf, refusedOptions } from './links.ts';

const puts = { traits: ['presign.put'] } as const;
const presign = (scene: StorageScene, key: string, options?: PresignPut) =>
  scene.value(scene.storage.presign.put(key, options));

/** Uploads by a stranger. */
export const presignPutCases = cases('presign', 'presign.put', {
  a_stranger_writes: {
    title: 'A stranger with the link writes this object, byte for byte, with the type that was agreed.',
    needs: puts,
    async run(scene) {
      const key = scene.key('fötografie 1+1');
      const presigned = await presign(scene, key, { contentType: 'image/png' });
      assertPromise(scene, presigned, 'PUT', 900);
      const response = await scene.use(presigned, { body: 'theirs' });
      assert(response.ok, `the upload is done, found ${response.status}`);
      assertEqual((await scene.assertStored(key, 'theirs')).contentType, 'image/png', 'content type');
      assertEqual(await scene.text(key), 'theirs', 'text');
    },
  },
  without_a_type: {
    title: 'A link without a type takes any body.',
    needs: puts,
    async run(scene) {
      const key = scene.key();
      const response = await scene.use(await presign(scene, key), { body: new Uint8Array([0, 1, 255]) });
      assert(response.ok, `the upload is done, found ${response.status}`);
      await scene.assertStored(key, new Uint8Array([0, 1, 255]));
    },
  },
  other_key: {
    title: 'A link to one key writes no other.',
    needs: puts,
    async run(scene) {
      const { key } = await scene.made('stays');
      const presigned = await presign(scene, scene.key());
      const url = presigned.url.replace(nameOf(`${presigned.url.split('?')[0]}`), nameOf(key));
      await assertRefused(scene, presigned, { url, body: 'theirs' });
      await scene.assertStored(key, 'stays');
    },
  },
  other_method: {
    title: 'A link to write lets nobody read or delete.',
    needs: puts,
    async run(scene) {
      const { key } = await scene.made('stays');
      const presigned = await presign(scene, key);
      for (const method of ['GET', 'DELETE']) await assertRefused(scene, presigned, { method });
      await scene.assertStored(key, 'stays');
    },
  },
  expired: {
    title: 'After its end the link writes nothing.',
    needs: puts,
    async run(scene) {
      const key = scene.key();
      const presigned = await presign(scene, key, { expiresInSeconds: 60 });
      await scene.clock.advance(61_000);
      await assertRefused(scene, presigned, { body: 'theirs' });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
  other_content_type: {
    title: 'Another type than was agreed is refused exactly if the link says that the provider enforces it.',
    needs: puts,
    async run(scene) {
      const key = scene.key();
      const presigned = await presign(scene, key, { contentType: 'image/png' });
      const changes = { headers: { 'content-type': 'text/html' }, body: '<script>' };
      if (!presigned.enforces.includes('contentType')) {
        assert((await scene.use(presigned, changes)).ok, 'it says that the type is not enforced');
        return;
      }
      await assertRefused(scene, presigned, changes);
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
  other_size: {
    title: 'A body of another size than was agreed is refused, and nothing is written.',
    needs: { traits: ['presign.put', 'presign.put.size'] },
    async run(scene) {
      const key = scene.key();
      const presigned = await presign(scene, key, { sizeBytes: 6 });
      assert(presigned.enforces.includes('size'), 'the provider enforces the size');
      for (const body of ['too large', 'small', ''])
        await assertRefused(scene, without(presigned, 'content-length'), { body });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
      assert(
        (await scene.use(without(presigned, 'content-length'), { body: 'theirs' })).ok,
        'the right size is taken',
      );
      await scene.assertStored(key, 'theirs');
    },
  },
  if_absent: {
    title: 'A link that may only create overwrites nothing.',
    needs: { traits: ['presign.put', 'put.if_absent'] },
    async run(scene) {
      const key = scene.key();
      const presigned = await presign(scene, key, { ifAbsent: true });
      assert(presigned.enforces.includes('absence'), 'the provider enforces it');
      assert((await scene.use(presigned, { body: 'first' })).ok, 'the first upload is done');
      await assertRefused(scene, presigned, { body: 'second' });
      await scene.assertStored(key, 'first');
    },
  },
  condition_is_signed: {
    title: 'A stranger cannot leave the condition out.',
    needs: { traits: ['presign.put', 'put.if_absent'] },
    async run(scene) {
      const { key } = await scene.made('stays');
      const presigned = await presign(scene, key, { ifAbsent: true });
      await assertRefused(scene, { ...presigned, headers: {} }, { body: 'theirs' });
      await scene.assertStored(key, 'stays');
    },
  },
  unused_options: refusedOptions('presign.put'),
});

/** The length is sent by whoever sends the body. */
function without<T extends { readonly headers: Readonly<Record<string, string>> }>(
  presigned: T,
  name: string,
): T {
  const headers = Object.entries(presigned.headers).filter(([header]) => header.toLowerCase() !== name);
  return { ...presigned, headers: Object.fromEntries(headers) };
}
