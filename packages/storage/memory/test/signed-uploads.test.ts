import type { PresignedPost } from '@patchbay/storage';
import { describe, expect, it } from 'vitest';
import { setUp } from './support/site.ts';

describe('an upload with PUT', () => {
  it('takes exactly the signed type and size', async () => {
    const { storage, visit } = setUp();
    const signed = await storage.presign.put('a', { contentType: 'text/plain', sizeBytes: 4 });
    const send = async (body: string, type: string) =>
      (await visit(signed.url, { method: 'PUT', body, headers: { 'content-type': type } })).status;
    expect(await send('text', 'text/html')).toBe(400);
    expect(await send('texts', 'text/plain')).toBe(413);
    expect(await send('tex', 'text/plain')).toBe(400);
    expect(await storage.exists('a')).toBe(false);
    expect(await send('text', 'text/plain')).toBe(200);
    expect(await storage.head('a')).toMatchObject({ contentType: 'text/plain', sizeBytes: 4 });
  });

  it('signed for a new object never replaces one', async () => {
    const { storage, visit } = setUp();
    const { url } = await storage.presign.put('a', { ifAbsent: true });
    expect((await visit(url, { method: 'PUT', body: 'mine' })).status).toBe(200);
    expect((await visit(url, { method: 'PUT', body: 'yours' })).status).toBe(412);
    expect(await (await storage.get('a')).text()).toBe('mine');
  });
});

describe('a form', () => {
  async function post({ url, fields }: PresignedPost, file: Blob, more: Record<string, string> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
    form.append('file', file, 'photo.png');
    return new Request(url, { method: 'POST', body: form });
  }
  const picture = new Blob(['\r\n--not the end\r\n', new Uint8Array(300)], { type: 'image/png' });

  it('uploads the file byte for byte, and leads on', async () => {
    const { storage } = setUp();
    const signed = await storage.presign.post('up/a.png', {
      maxBytes: 1000,
      contentType: 'image/*',
      successUrl: 'https://shop.example/thanks',
    });
    const response = await storage.pages(await post(signed, picture));
    expect([response?.status, response?.headers.get('location')]).toEqual([
      303,
      'https://shop.example/thanks',
    ]);
    const stored = await storage.get('up/a.png');
    expect(stored.info.contentType).toBe('image/png');
    expect(await stored.bytes()).toEqual(new Uint8Array(await picture.arrayBuffer()));
  });

  it.each([
    ['another key', { key: 'up/b.png' }, 403],
    ['a larger limit', { max: '99999' }, 403],
    ['no lower limit', { min: '0' }, 403],
    ['another goal', { success: 'https://evil.example' }, 403],
    ['a field of its own', { acl: 'public' }, 403],
    ['another type', { 'Content-Type': 'text/html' }, 400],
  ] as const)('with %s is refused, and nothing is stored', async (_what, more, status) => {
    const { storage, store } = setUp();
    const signed = await storage.presign.post('up/a.png', {
      maxBytes: 1000,
      minBytes: 10,
      contentType: 'image/*',
    });
    expect((await storage.pages(await post(signed, picture, more)))?.status).toBe(status);
    expect(store.objects.size).toBe(0);
  });

  it.each([
    [301, 413],
    [9, 400],
  ])('with a file of %i bytes where 10 to 300 are signed is answered with %i', async (size, status) => {
    const { storage, store } = setUp();
    const signed = await storage.presign.post('a', { maxBytes: 300, minBytes: 10 });
    expect((await storage.pages(await post(signed, new Blob([new Uint8Array(size)]))))?.status).toBe(status);
    expect(store.objects.size).toBe(0);
  });

  it.each([
    ['ends too early', (text: string) => text.slice(0, -20)],
    [
      'has a field after the file',
      (text: string) => text.replace(/--\r\n$/, '\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n'),
    ],
    [
      'has a field twice',
      (text: string) =>
        text.replace(/^(--[^\r]+\r\n)/, '$1Content-Disposition: form-data; name="key"\r\n\r\nup\r\n$1'),
    ],
    ['has no file', (text: string) => text.replace('name="file"', 'name="document"')],
    [
      'has endless headers',
      (text: string) => text.replace('name="file"', `name="file"\r\nX: ${'x'.repeat(100_000)}`),
    ],
  ])('that %s is refused, and nothing is stored', async (_what, spoil) => {
    const { storage, store } = setUp();
    const request = await post(await storage.presign.post('a', { maxBytes: 300 }), new Blob(['text']));
    const body = spoil(await request.clone().text());
    const { url, headers } = request;
    const response = await storage.pages(new Request(url, { method: 'POST', body, headers }));
    expect([response?.status, store.objects.size]).toEqual([400, 0]);
  });
});
