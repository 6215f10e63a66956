import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { PresignedPost } from '../../presign.ts';
import { cases } from '../define.ts';
import type { StorageScene } from '../scene.ts';

const posts = { traits: ['presign.post'] } as const;

interface Sent {
  readonly body?: string;
  readonly type?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Posts the form as a browser does: the fields in their order, then the file. */
async function post(scene: StorageScene, presigned: PresignedPost, sent: Sent = {}): Promise<Response> {
  const { body = 'theirs', type = 'image/png', fields = {} } = sent;
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...presigned.fields, ...fields })) form.append(name, value);
  form.append('file', new File([body], 'a.png', { type }));
  // In one piece: who refuses it need not read it to its end.
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  const init = { method: 'POST', headers, body: await encoded.arrayBuffer(), redirect: 'manual' } as const;
  return scene.value(scene.subject.fetch(new Request(presigned.url, init)));
}

async function assertRefused(scene: StorageScene, presigned: PresignedPost, sent: Sent): Promise<void> {
  const { status } = await post(scene, presigned, sent);
  assert(status >= 400 && status < 500, `${JSON.stringify(sent)} is refused, found ${status}`);
}

/** Uploads from a plain form. */
export const presignPostCases = cases('presign', 'presign.post', {
  a_form_writes: {
    title: 'A plain form writes the object with the type that was agreed.',
    needs: posts,
    async run(scene) {
      const key = scene.key('fötografie');
      const presigned = await scene.value(
        scene.storage.presign.post(key, { maxBytes: 100, contentType: 'image/png' }),
      );
      for (const fact of ['key', 'expiry', 'size', 'contentType'] as const)
        assert(presigned.enforces.includes(fact), `the provider enforces ${fact}`);
      const leftMs = presigned.expiresAt.getTime() - scene.clock.now();
      assert(Math.abs(leftMs - 900_000) <= 1000, `it says when it ends, found ${leftMs} ms from now`);
      const { status } = await post(scene, presigned);
      assert(status >= 200 && status < 300, `the upload is done, found ${status}`);
      assertEqual((await scene.assertStored(key, 'theirs')).contentType, 'image/png', 'content type');
    },
  },
  sizes: {
    title: 'More or fewer bytes than agreed are refused; both ends of the range are taken.',
    needs: posts,
    async run(scene) {
      const key = scene.key();
      const presigned = await scene.value(scene.storage.presign.post(key, { minBytes: 2, maxBytes: 5 }));
      for (const body of ['', '1', '123456', 'x'.repeat(5000)])
        await assertRefused(scene, presigned, { body });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
      for (const body of ['12', '12345']) {
        assert((await post(scene, presigned, { body })).status < 300, `${body.length} bytes are taken`);
        await scene.assertStored(key, body);
      }
    },
  },
  other_type: {
    title: 'Another type than was agreed is refused.',
    needs: posts,
    async run(scene) {
      const key = scene.key();
      const presigned = await scene.value(
        scene.storage.presign.post(key, { maxBytes: 100, contentType: 'image/*' }),
      );
      const type = 'text/html';
      await assertRefused(scene, presigned, { type, fields: { 'Content-Type': type } });
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
  tampered: {
    title: 'A field that was changed is refused.',
    needs: posts,
    async run(scene) {
      const { key: other } = await scene.made('stays');
      const presigned = await scene.value(scene.storage.presign.post(scene.key(), { maxBytes: 100 }));
      for (const [name, value] of Object.entries(presigned.fields)) {
        const isKey = name.toLowerCase() === 'key';
        const changed = isKey ? other : `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}`;
        await assertRefused(scene, presigned, { fields: { [name]: changed } });
      }
      assertEqual(await scene.farKeys(), [other], 'keys on the far side');
      await scene.assertStored(other, 'stays');
    },
  },
  expired: {
    title: 'After its end the form writes nothing.',
    needs: posts,
    async run(scene) {
      const key = scene.key();
      const presigned = await scene.value(
        scene.storage.presign.post(key, { maxBytes: 100, expiresInSeconds: 60 }),
      );
      await scene.clock.advance(61_000);
      await assertRefused(scene, presigned, {});
      assertEqual(await scene.far(key), undefined, 'what the far side holds');
    },
  },
  goes_on: {
    title: 'After the upload the browser is sent where the application says.',
    needs: posts,
    async run(scene) {
      const successUrl = 'https://shop.example/thanks?for=upload';
      const presigned = await scene.value(
        scene.storage.presign.post(scene.key(), { maxBytes: 100, successUrl }),
      );
      const response = await post(scene, presigned);
      assert(response.status === 303 || response.status === 302, `it redirects, found ${response.status}`);
      const location = response.headers.get('location') ?? '';
      assert(location.startsWith(successUrl), `it goes to the application, found ${location}`);
    },
  },
  options: {
    title: 'A form needs a limit that makes sense.',
    needs: posts,
    async run(scene) {
      const wrong = [{}, { maxBytes: -1 }, { maxBytes: 1, minBytes: 2 }, { maxBytes: 1, contentType: '*' }];
      for (const options of wrong) {
        const call = scene.storage.presign.post('a', options as { maxBytes: number }); // misshapen on purpose
        assertError(await scene.failure(call), { code: 'invalid_request', outcome: 'not_applied' });
      }
    },
  },
});
