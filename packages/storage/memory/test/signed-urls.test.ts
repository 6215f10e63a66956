import { describe, expect, it } from 'vitest';
import { setUp } from './support/site.ts';

const [first, second] = ['first-signing-secret', 'second-signing-secret'];

/** The address with one thing changed. */
function changed(url: string, change: (address: URL) => void): URL {
  const address = new URL(url);
  change(address);
  return address;
}

describe('a signed URL', () => {
  const tampering = {
    'another key': (url: URL) => void (url.pathname = '/files/invoices/1008.pdf'),
    'a longer life': (url: URL) => url.searchParams.set('expires', '99999999999999'),
    'another method': (url: URL) => url.searchParams.set('method', 'DELETE'),
    'another key id': (url: URL) => url.searchParams.set('key-id', '00000000'),
    'a type that was not signed': (url: URL) => url.searchParams.set('type', 'text/html'),
    'a disposition that was not signed': (url: URL) => url.searchParams.set('disposition', 'inline'),
    'a parameter of its own': (url: URL) => url.searchParams.set('versionId', '1'),
    'a parameter twice': (url: URL) => url.searchParams.append('expires', '99999999999999'),
    'a second signature': (url: URL) => url.searchParams.append('signature', '0'.repeat(64)),
    'a parameter fewer': (url: URL) => url.searchParams.delete('expires'),
    'no signature': (url: URL) => url.searchParams.delete('signature'),
    'an empty signature': (url: URL) => url.searchParams.set('signature', ''),
    'a shorter signature': (url: URL) =>
      url.searchParams.set('signature', (url.searchParams.get('signature') ?? '').slice(0, 32)),
    'a signature in capitals': (url: URL) =>
      url.searchParams.set('signature', (url.searchParams.get('signature') ?? '').toUpperCase()),
  };
  it.each(Object.entries(tampering))('with %s is refused', async (_what, tamper) => {
    const { storage, visit } = setUp();
    await storage.put('invoices/1007.pdf', 'seven');
    await storage.put('invoices/1008.pdf', 'eight');
    const { url } = await storage.presign.get('invoices/1007.pdf');
    expect((await visit(url)).status).toBe(200);
    expect((await visit(changed(url, tamper))).status).toBe(403);
    expect(await storage.exists('invoices/1007.pdf')).toBe(true);
  });

  it('serves only the method that it is signed for', async () => {
    const { storage, visit } = setUp();
    await storage.put('a', 'text');
    const { url } = await storage.presign.get('a');
    for (const method of ['HEAD', 'DELETE', 'PUT', 'POST', 'OPTIONS', 'PATCH']) {
      const response = await visit(url, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
    expect(await (await storage.get('a')).text()).toBe('text');
  });

  it('ends at its expiry, to the millisecond', async () => {
    const { clock, storage, visit } = setUp();
    await storage.put('a', 'text');
    const { url, expiresAt } = await storage.presign.get('a', { expiresInSeconds: 60 });
    await clock.advance(59_999);
    expect((await visit(url)).status).toBe(200);
    await clock.advance(1);
    expect(expiresAt.getTime()).toBe(clock.now());
    expect((await visit(url)).status).toBe(403);
  });

  it('of an old secret holds as long as that is listed, and not a moment longer', async () => {
    const { storage, store } = setUp([first]);
    await storage.put('a', 'text');
    const { url } = await storage.presign.get('a');
    expect((await setUp([second, first], store).visit(url)).status).toBe(200);
    expect((await setUp([second], store).visit(url)).status).toBe(403);
  });

  it('reaches exactly its key, whatever the key has in it', async () => {
    const { storage, visit } = setUp();
    for (const key of ['a b+c&d=e?f#g', 'é/e\u0301', '日本/😀', '%2e%2e/%41', '100%', "(x)!'*"]) {
      await storage.put(key, key);
      expect(await (await visit((await storage.presign.get(key)).url)).text()).toBe(key);
    }
  });

  it('below another path, and an address with an escaped slash, are not its own', async () => {
    const { storage, visit } = setUp();
    await storage.put('a/b', 'text');
    const { url } = await storage.presign.get('a/b');
    expect((await visit(url.replace('/files/', '/other/'))).status).toBe(599);
    expect((await visit(url.replace('/a/b', '/a%2fb'))).status).toBe(599);
  });
});

describe('a download', () => {
  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', null],
    ['bytes=0-1,4-5', 200, '0123456789', null],
    ['lines=0-1', 200, '0123456789', null],
  ])('of the range %s is answered with %i', async (range, status, text, contentRange) => {
    const { storage, visit } = setUp();
    await storage.put('digits', '0123456789');
    const response = await visit((await storage.presign.get('digits')).url, { headers: { range } });
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it('is not sent again to whoever has it, and is refused to whoever wants another version', async () => {
    const { storage, visit } = setUp();
    const { etag } = await storage.put('a', 'text');
    const { url } = await storage.presign.get('a');
    const ask = async (headers: Record<string, string>) => (await visit(url, { headers })).status;
    expect(await ask({ 'if-none-match': `"${etag}"` })).toBe(304);
    expect(await ask({ 'if-none-match': `"x", W/"${etag}"` })).toBe(304);
    expect(await ask({ 'if-none-match': '"x"' })).toBe(200);
    expect(await ask({ 'if-match': '"x"' })).toBe(412);
    expect(await ask({ 'if-modified-since': new Date(Date.UTC(2027, 1)).toUTCString() })).toBe(304);
    expect(await ask({ 'if-range': `"${etag}"`, range: 'bytes=0-0' })).toBe(206);
    expect(await ask({ 'if-range': '"x"', range: 'bytes=0-0' })).toBe(200);
  });

  it.each([
    ['text/html', undefined, 'attachment'],
    ['image/svg+xml', 'inline; filename="a.svg"', 'attachment; filename="a.svg"'],
    ['application/xhtml+xml', 'INLINE', 'attachment'],
    ['text/xml', undefined, 'attachment'],
    ['text/html; charset=utf-8', undefined, 'attachment'],
    ['TEXT/HTML', undefined, 'attachment'],
    ['application/octet-stream', undefined, 'attachment'],
  ])('of type %s with the disposition %s cannot run in a browser', async (contentType, given, sent) => {
    const { storage, visit } = setUp();
    await storage.put('upload', '<script>alert(1)</script>', { contentType });
    const options = given === undefined ? {} : { contentDisposition: given };
    const { headers } = await visit((await storage.presign.get('upload', options)).url);
    expect(headers.get('content-disposition')).toBe(sent);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('of a picture is shown as such, under the name that was signed', async () => {
    const { storage, visit } = setUp();
    await storage.put('a', 'png', { contentType: 'image/png' });
    const plain = await visit((await storage.presign.get('a')).url);
    expect([plain.headers.get('content-type'), plain.headers.get('content-disposition')]).toEqual([
      'image/png',
      null,
    ]);
    const named = await storage.presign.get('a', { contentDisposition: 'attachment; filename="a.png"' });
    expect((await visit(named.url)).headers.get('content-disposition')).toBe('attachment; filename="a.png"');
  });
});
