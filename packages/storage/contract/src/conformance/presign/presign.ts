import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { StorageTrait } from '../../capabilities.ts';
import { cases, type StorageRow } from '../define.ts';
import { assertPromise, assertRefused, nameOf, refusedOptions, secret } from './links.ts';

/** Presigned requests, made by a stranger. */
export const presignCases = [
  cases('presign', 'presign.get', {
    a_stranger_reads: {
      title:
        'A stranger with the link reads the object, with its headers, and makes no request at our account.',
      needs: { traits: ['presign.get', 'content_headers'] },
      async run(scene) {
        const key = scene.key('köpie & 100%');
        await scene.put(key, secret, { contentType: 'text/plain', cacheControl: 'no-store' });
        const requests = scene.recordRequests();
        const presigned = await scene.value(scene.storage.presign.get(key));
        assertEqual(requests().length, 0, 'requests for the link');
        assertPromise(scene, presigned, 'GET', 900);
        const response = await scene.use(presigned);
        assertEqual([response.status, await scene.value(response.text())], [200, secret], 'status and text');
        const sent = [response.headers.get('content-type'), response.headers.get('cache-control')];
        assertEqual(sent, ['text/plain', 'no-store'], 'headers');
      },
    },
    ranges: {
      title: 'A browser may ask for a range, as players and downloads do.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { key } = await scene.made('0123456789');
        const presigned = await scene.value(scene.storage.presign.get(key));
        const response = await scene.use(presigned, { headers: { range: 'bytes=2-4' } });
        assertEqual([response.status, await scene.value(response.text())], [206, '234'], 'status and text');
        const beyond = await scene.use(presigned, { headers: { range: 'bytes=10-' } });
        assertEqual(beyond.status, 416, 'status of a range after the end');
      },
    },
    says_how_to_save: {
      title: 'The link may say under which name and type the object is sent.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { key } = await scene.made(secret);
        const options = { contentDisposition: 'attachment; filename="a b.txt"', contentType: 'text/plain' };
        const response = await scene.use(await scene.value(scene.storage.presign.get(key, options)));
        const sent = [response.headers.get('content-disposition'), response.headers.get('content-type')];
        assertEqual(sent, [options.contentDisposition, options.contentType], 'headers');
        await response.body?.cancel();
      },
    },
    missing: {
      title: 'A link to nothing is 404 once it is used.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const presigned = await scene.value(scene.storage.presign.get(scene.key()));
        await assertRefused(scene, presigned, {}, 404);
      },
    },
    expired: {
      title: 'A link works until its end, and not after.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { key } = await scene.made(secret);
        const presigned = await scene.value(scene.storage.presign.get(key, { expiresInSeconds: 60 }));
        assertPromise(scene, presigned, 'GET', 60);
        await scene.clock.advance(50_000);
        const response = await scene.use(presigned);
        assertEqual([response.status, await scene.value(response.text())], [200, secret], 'status and text');
        await scene.clock.advance(20_000);
        await assertRefused(scene, presigned);
      },
    },
    tampered: {
      title: 'A link that was changed anywhere is refused.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { key } = await scene.made(secret);
        const { key: other } = await scene.made('not for strangers');
        const presigned = await scene.value(
          scene.storage.presign.get(key, { contentDisposition: 'attachment; filename="a.txt"' }),
        );
        const elsewhere = presigned.url.replace(nameOf(key), nameOf(other));
        assert(elsewhere !== presigned.url, 'the link names its key');
        await assertRefused(scene, presigned, { url: elsewhere });
        const parameters = [...new URL(presigned.url).searchParams.keys()];
        assert(parameters.length > 0, 'the link is signed in its query');
        for (const name of parameters) {
          await assertRefused(scene, presigned, { url: withParameter(presigned.url, name, flipped) });
          await assertRefused(scene, presigned, { url: withParameter(presigned.url, name) });
        }
      },
    },
    other_methods: {
      title: 'A link to read lets nobody write, delete or list.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { key } = await scene.made(secret);
        const presigned = await scene.value(scene.storage.presign.get(key));
        for (const method of ['PUT', 'DELETE', 'POST'])
          await assertRefused(scene, presigned, { method, ...(method !== 'DELETE' && { body: 'theirs' }) });
        await scene.assertStored(key, secret);
      },
    },
    unused_options: refusedOptions('presign.get'),
  }),
  cases('presign', 'presign.head', {
    tells_the_headers: {
      title: 'A stranger learns size and type, and nothing of the content.',
      needs: { traits: ['presign.head'] },
      async run(scene) {
        const { key } = await scene.made(secret, { contentType: 'text/plain' });
        const presigned = await scene.value(scene.storage.presign.head(key));
        assertPromise(scene, presigned, 'HEAD', 900);
        const response = await scene.use(presigned);
        const told = [
          response.status,
          response.headers.get('content-length'),
          response.headers.get('content-type'),
        ];
        assertEqual(told, [200, String(secret.length), 'text/plain'], 'status, length and type');
        await assertRefused(scene, presigned, { method: 'GET' });
      },
    },
  }),
  cases('presign', 'presign.delete', {
    a_stranger_deletes: {
      title: 'A stranger with the link deletes this object and no other.',
      needs: { traits: ['presign.delete'] },
      async run(scene) {
        const { key } = await scene.made(secret);
        const { key: other } = await scene.made('stays');
        const presigned = await scene.value(scene.storage.presign.delete(key));
        assertPromise(scene, presigned, 'DELETE', 900);
        await assertRefused(scene, presigned, { url: presigned.url.replace(nameOf(key), nameOf(other)) });
        await assertRefused(scene, presigned, { method: 'GET' });
        const response = await scene.use(presigned);
        assert(response.ok, `the deletion is done, found ${response.status}`);
        assertEqual(await scene.farKeys(), [other], 'keys on the far side');
      },
    },
  }),
  cases('presign', 'presign', {
    ...Object.fromEntries(
      (['get', 'put', 'head', 'delete', 'post'] as const).map((method) => [
        `without_${method}`,
        without(method),
      ]),
    ),
    bad_keys: {
      title: 'What is no key is refused before there is a link.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        for (const key of ['', '../up', 'a//b', '/a', 'a\nb', 'a\\b']) {
          const error = await scene.failure(scene.storage.presign.get(key));
          assertError(error, { code: 'invalid_request', reason: 'key_invalid', outcome: 'not_applied' });
        }
      },
    },
    expiry_out_of_range: {
      title: 'A life that no provider grants is refused before there is a link.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const longest = scene.capabilities.limits.presignSeconds;
        for (const expiresInSeconds of [0, -1, 1.5, longest + 1]) {
          const error = await scene.failure(scene.storage.presign.get('a', { expiresInSeconds }));
          assertError(error, { code: 'invalid_request', reason: 'expiry_out_of_range' });
        }
        assertPromise(
          scene,
          await scene.value(scene.storage.presign.get('a', { expiresInSeconds: longest })),
          'GET',
          longest,
        );
      },
    },
    shows_no_secret: {
      title: 'A link holds no configured secret.',
      needs: { traits: ['presign.get'] },
      async run(scene) {
        const { url, headers } = await scene.value(scene.storage.presign.get('a'));
        const told = `${url} ${decodeURIComponent(url)} ${JSON.stringify(headers)}`;
        // The id of a key is no secret; what signs is.
        const shown = scene.subject.secrets.filter((configured) => told.includes(configured));
        assertEqual(shown.length, 0, 'secrets in the link');
      },
    },
  }),
].flat();

function without(method: 'get' | 'put' | 'head' | 'delete' | 'post'): StorageRow {
  const trait: StorageTrait = `presign.${method}`;
  return {
    title: `Without the trait ${trait} it is \`unsupported\`.`,
    parameters: trait,
    needs: { unless: ({ traits }) => (traits[trait] ? 'the trait is there' : undefined) },
    async run(scene) {
      const { presign } = scene.storage;
      const call = method === 'post' ? presign.post('a', { maxBytes: 1 }) : presign[method]('a');
      assertError(await scene.failure(call), { code: 'unsupported', outcome: 'not_applied' });
    },
  };
}

function withParameter(url: string, name: string, change?: (value: string) => string): string {
  const changed = new URL(url);
  const before = changed.searchParams.get(name) ?? '';
  if (change === undefined) changed.searchParams.delete(name);
  else changed.searchParams.set(name, change(before));
  return changed.href;
}

/** The same text with its last character changed. */
function flipped(text: string): string {
  const last = text.slice(-1);
  return text.slice(0, -1) + (last === '1' ? '2' : '1');
}
