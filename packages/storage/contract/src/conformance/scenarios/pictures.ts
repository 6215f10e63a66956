import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Storage } from '../../contract.ts';
import { bytesOf } from '../bodies.ts';
import { cases } from '../define.ts';

/* Application code: it names no provider. */

type Pictures = Storage<'put' | 'get' | 'head' | 'list' | 'delete' | 'deleteMany'>;

async function replaceAvatar(storage: Pictures, userId: string, picture: Blob): Promise<string> {
  const key = `avatars/${userId}.png`;
  const { etag } = await storage.put(key, picture, { contentType: picture.type, maxBytes: 100_000 });
  return `/${key}?v=${encodeURIComponent(etag)}`;
}

async function serve(storage: Pictures, key: string, ifNoneMatch: string | undefined): Promise<Response> {
  try {
    const object = await storage.get({ key, ...(ifNoneMatch !== undefined && { ifNoneMatch }) });
    if (object.status === 'not_modified') return new Response(null, { status: 304 });
    const { contentType, etag, sizeBytes } = object.info;
    const headers = { 'content-type': contentType, etag, 'content-length': String(sizeBytes) };
    return new Response(object.stream(), { headers });
  } catch (error) {
    if (IntegrationError.is(error, 'not_found')) return new Response('No such picture.', { status: 404 });
    throw error;
  }
}

async function gallery(storage: Pictures, cursor?: string) {
  const list = storage.list({ prefix: 'gallery/', delimiter: '/' }, { limit: 4 });
  const { items, next } = await list.page(cursor);
  return { names: items.map((entry) => (entry.kind === 'prefix' ? entry.prefix : entry.key)), next };
}

async function eraseUser(storage: Pictures, userId: string): Promise<number> {
  const keys: string[] = [];
  for await (const entry of storage.list({ prefix: `users/${userId}/` }))
    if (entry.kind === 'object') keys.push(entry.key);
  const { deleted, failed } = await storage.deleteMany({ keys });
  if (failed.length > 0) throw new Error(`${failed.length} files of user ${userId} are still there.`);
  return deleted;
}

export const pictureScenarios = cases('scenarios', 'pictures', {
  avatar_is_replaced: {
    title: 'A user replaces the avatar: the link changes, and nobody sees half of a picture.',
    async run(scene) {
      const first = await scene.value(
        replaceAvatar(scene.storage, 'ada', new Blob([bytesOf(50_000, 1)], { type: 'image/png' })),
      );
      const second = await scene.value(
        replaceAvatar(scene.storage, 'ada', new Blob([bytesOf(60_000, 2)], { type: 'image/png' })),
      );
      assert(first !== second, 'the link changes with the picture');
      assertEqual(
        (await scene.assertStored('avatars/ada.png', bytesOf(60_000, 2))).contentType,
        'image/png',
        'type',
      );
    },
  },
  avatar_is_too_large: {
    title: 'A picture that is too large is refused, and the old one stays.',
    async run(scene) {
      await scene.value(replaceAvatar(scene.storage, 'ada', new Blob([bytesOf(500)], { type: 'image/png' })));
      const error = await scene.failure(
        replaceAvatar(scene.storage, 'ada', new Blob([bytesOf(100_001)], { type: 'image/png' })),
      );
      assertEqual(error.code, 'payload_too_large', 'code');
      await scene.assertStored('avatars/ada.png', bytesOf(500));
    },
  },
  picture_is_cached: {
    title: 'A browser that has the picture gets 304, and the new one after a change.',
    async run(scene) {
      await scene.put('logo.svg', '<svg/>', { contentType: 'image/svg+xml' });
      const first = await scene.value(serve(scene.storage, 'logo.svg', undefined));
      assertEqual([first.status, await scene.value(first.text())], [200, '<svg/>'], 'the first answer');
      const etag = first.headers.get('etag') ?? '';
      assertEqual(
        (await scene.value(serve(scene.storage, 'logo.svg', etag))).status,
        304,
        'the second answer',
      );
      await scene.put('logo.svg', '<svg></svg>', { contentType: 'image/svg+xml' });
      const third = await scene.value(serve(scene.storage, 'logo.svg', etag));
      assertEqual([third.status, await scene.value(third.text())], [200, '<svg></svg>'], 'the third answer');
      assertEqual(
        (await scene.value(serve(scene.storage, 'none.svg', undefined))).status,
        404,
        'a missing picture',
      );
    },
  },
  gallery_is_listed: {
    title: 'A gallery is shown page by page, albums and pictures together.',
    async run(scene) {
      const keys = [
        'gallery/1.png',
        'gallery/2.png',
        'gallery/sea/1.png',
        'gallery/sea/2.png',
        'gallery/zoo/1.png',
        'gallery/z.png',
      ];
      for (const key of keys) await scene.put(key, key);
      const first = await scene.value(gallery(scene.storage));
      assertEqual(
        first.names,
        ['gallery/1.png', 'gallery/2.png', 'gallery/sea/', 'gallery/z.png'],
        'the first page',
      );
      const second = await scene.value(gallery(scene.storage, first.next));
      assertEqual([second.names, second.next], [['gallery/zoo/'], undefined], 'the second page');
    },
  },
  user_is_erased: {
    title: 'All files of a user are erased, and those of a user with a similar name stay.',
    async run(scene) {
      for (const key of ['users/7/a', 'users/7/b/c', 'users/77/a', 'users/8/a']) await scene.put(key, key);
      assertEqual(await scene.value(eraseUser(scene.storage, '7')), 2, 'files erased');
      assertEqual(await scene.farKeys(), ['users/77/a', 'users/8/a'], 'keys on the far side');
    },
  },
});
