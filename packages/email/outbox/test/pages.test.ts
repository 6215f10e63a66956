import { describe, expect, it } from 'vitest';
import { letter, openPost, publicUrl } from './support/post.ts';

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

describe('the list of the inbox', () => {
  it('shows the newest mail first, with its readers and where it is', async () => {
    await using post = await openPost();
    await post.email.send(letter({ subject: 'First', to: ['ada@readers.example', 'grace@readers.example'] }));
    await post.email.send(letter({ subject: 'Second', sendAt: new Date(post.clock.now() + 60_000) }));
    const page = await (await post.visit('/')).text();
    expect(page.indexOf('Second')).toBeLessThan(page.indexOf('First'));
    expect(page).toContain('ada@readers.example, grace@readers.example');
    expect(page).toContain('>waiting<');
    expect(page).toContain('2 mails');
  });

  it('has pages of fifty', async () => {
    await using post = await openPost();
    for (let count = 1; count <= 51; count += 1)
      await post.email.send(letter({ subject: `Letter ${count}.` }));
    const [first, second] = [await post.visit('/'), await post.visit('/?page=2')];
    expect(await first.text()).toMatch(/Letter 51\.[\s\S]*Letter 2\.[\s\S]*\?page=2/);
    expect(await second.text()).toMatch(/Letter 1\.[\s\S]*\?page=1/);
  });

  it('says so when there is no mail', async () => {
    await using post = await openPost();
    for (const path of ['', '/', '/?page=nonsense', '/?page=-3'])
      expect(await (await post.visit(path)).text()).toContain('No mail has been sent yet.');
  });

  it('allows no scripts and nothing from elsewhere, and escapes what a mail brings', async () => {
    await using post = await openPost();
    await post.email.send(letter({ subject: hostile }));
    const response = await post.visit('/');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toContain('script-src');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await response.text();
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('a mail in the inbox', () => {
  it('opens as its reader sees it, and has a tab for each way to look at it', async () => {
    await using post = await openPost();
    const page = { text: 'Only text.', html: '<p>Rich</p>' };
    const { id } = await post.email.send(letter({ ...page, headers: { 'X-Order': '1007' } }));
    const current = async (path: string): Promise<string> => {
      const text = await (await post.visit(path)).text();
      return /aria-current="page">(\w+)</.exec(text)?.[1] ?? '';
    };
    expect(await current(`/mails/${id}`)).toBe('HTML');
    for (const [path, label] of Object.entries({
      html: 'HTML',
      text: 'Text',
      source: 'Source',
      headers: 'Headers',
    }))
      expect(await current(`/mails/${id}/${path}`)).toBe(label);
    expect(await (await post.visit(`/mails/${id}/text`)).text()).toContain('<pre>Only text.</pre>');
    const headers = await (await post.visit(`/mails/${id}/headers`)).text();
    expect(headers).toContain('X-Order: 1007');
    expect(headers).not.toContain('Only text.');
    expect(await (await post.visit(`/mails/${id}/source`)).text()).toContain('multipart/alternative');
  });

  it('opens as text where it has no HTML, and shows a template with its data', async () => {
    await using post = await openPost();
    const { id } = await post.email.send(letter());
    expect(await (await post.visit(`/mails/${id}`)).text()).toContain('<pre>Hello.</pre>');
    expect((await post.visit(`/mails/${id}/frame`)).status).toBe(404);
    const { from, to } = letter();
    const filled = { id: 'welcome', data: { name: 'Ada & Co' } };
    const receipt = await post.email.send({ from, to: to ?? [], template: filled });
    const page = await (await post.visit(`/mails/${receipt.id}`)).text();
    expect(page).toContain('<b>welcome</b>');
    expect(page).toContain('Ada &amp; Co');
  });

  it('escapes whatever a mail brings, in every tab', async () => {
    await using post = await openPost();
    const { id } = await post.email.send(
      letter({
        from: { email: 'shop@shop.example', name: hostile },
        subject: hostile,
        text: hostile,
        html: hostile,
        tags: [hostile],
        metadata: { [hostile]: hostile },
        attachments: [{ filename: hostile.replaceAll('/', ''), content: new Uint8Array([1]) }],
      }),
    );
    for (const tab of ['html', 'text', 'source', 'headers']) {
      const page = await (await post.visit(`/mails/${id}/${tab}`)).text();
      expect(page).not.toMatch(/<script|<img|<svg/);
    }
  });

  it('shows its HTML in a frame where nothing can run, be sent or be loaded', async () => {
    await using post = await openPost();
    const html = `${hostile}<meta http-equiv="refresh" content="0;url=https://evil.example/"><form action="https://evil.example/">`;
    const { id } = await post.email.send(letter({ html }));
    const page = await (await post.visit(`/mails/${id}`)).text();
    expect(page).toContain('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const frame = await post.visit(`/mails/${id}/frame`);
    const policy = frame.headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      'font-src data:',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-popups allow-popups-to-escape-sandbox',
    ]);
    expect(frame.headers.get('referrer-policy')).toBe('no-referrer');
    expect(frame.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await frame.text()).toContain(html); // as it was written: it is the headers that hold it
  });

  it('puts images that came with it in their place, and nothing else', async () => {
    await using post = await openPost();
    const html = '<img src="cid:logo@shop"><img src="cid:page"><img src="cid:missing">';
    const attachments = [
      {
        filename: 'a.png',
        contentType: 'image/png',
        contentId: 'logo@shop',
        content: new Uint8Array([1, 2]),
      },
      { filename: 'b.html', contentType: 'text/html', contentId: 'page', content: new Uint8Array([60]) },
    ];
    const { id } = await post.email.send(letter({ html, attachments }));
    const shown = await (await post.visit(`/mails/${id}/frame`)).text();
    expect(shown).toContain(
      '<img src="data:image/png;base64,AQI="><img src="cid:page"><img src="cid:missing">',
    );
  });

  it('hands its files out as downloads, byte for byte and under their names', async () => {
    await using post = await openPost();
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const filename = 'Rechnung "März"; x=y.html';
    const { id } = await post.email.send(
      letter({ attachments: [{ filename, content: bytes, contentType: 'text/html' }] }),
    );
    const file = await post.visit(`/mails/${id}/files/0`);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename="Rechnung _M_rz__ x_y.html"; filename*=UTF-8\'\'Rechnung%20%22M%C3%A4rz%22%3B%20x%3Dy.html',
    );
    expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
    const source = await post.visit(`/mails/${id}/source.eml`);
    expect(source.headers.get('content-disposition')).toContain(`attachment; filename="${id}.eml"`);
    expect(new Uint8Array(await source.arrayBuffer())).toEqual(await post.outbox.source(id));
  });
});

describe('the JSON of the inbox', () => {
  it('has what tests look for: the mails newest first, and each of them', async () => {
    await using post = await openPost();
    const first = await post.email.send(letter({ bcc: 'eve@readers.example' }));
    const second = await post.email.send(letter({ subject: 'Another', reference: 'order-1' }));
    const list = await post.visit('/api/mails');
    expect(list.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(list.headers.get('access-control-allow-origin')).toBeNull();
    expect(await list.json()).toMatchObject({
      mails: [{ id: second.id, subject: 'Another', reference: 'order-1' }, { id: first.id }],
    });
    expect(await (await post.visit(`/api/mails/${first.id}`)).json()).toMatchObject({
      id: first.id,
      state: 'sent',
      text: 'Hello.',
      bcc: [{ email: 'eve@readers.example' }],
    });
  });

  it('answers what is not there with 404 as JSON', async () => {
    await using post = await openPost();
    const response = await post.visit('/api/mails/mail_0');
    expect([response.status, await response.json()]).toEqual([404, { error: 'not_found' }]);
  });
});

describe('the pages', () => {
  it('answer what is not there with 404, and lead nowhere outside', async () => {
    await using post = await openPost();
    const { id } = await post.email.send(letter());
    const paths = [
      '/mails/none',
      '/mails',
      `/mails/${id}/nonsense`,
      `/mails/${id}/files/0`,
      '/mails/..%2f..%2fetc',
    ];
    for (const path of [...paths, `/mails/${id}/constructor`, '/mails/__proto__', '/nonsense'])
      expect([path, (await post.visit(path)).status]).toEqual([path, 404]);
  });

  it('are only read, and leave other paths to the application', async () => {
    await using post = await openPost();
    const posted = await post.visit('/', { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await post.visit('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(await post.email.pages(new Request('https://shop.example/outboxes'))).toBeUndefined();
    expect(await post.email.pages(new Request('https://shop.example/'))).toBeUndefined();
    const behindProxy = await post.email.pages(
      new Request(publicUrl.replace('https://shop.example', 'http://10.0.0.1')),
    );
    expect(behindProxy?.status).toBe(200);
  });
});
