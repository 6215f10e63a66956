import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { createBrowser } from '../src/browser.ts';

const html = (body: string): Response => new Response(body, { headers: { 'content-type': 'text/html' } });

const form = `
<title>Pay &amp; go</title>
<form method="post" action="/pay">
  <input type="hidden" name="token" value="a&amp;b">
  <label><input type="radio" name="card" value="good" checked> Good <small>4242</small></label>
  <input type="radio" name="card" value="bad" id="bad"><label for="bad">Bad 0002</label>
  <select name="copies"><option value="1">one</option><option value="2">two</option></select>
  <input type="checkbox" name="news" value="yes">
  <input name="email" value="">
  <button name="how" value="now">Pay</button>
</form>`;

describe('a browser without scripts', () => {
  it('sends a form as it stands, with what is chosen and typed, from its own origin', async () => {
    await using server = await serve(async (request) =>
      request.method === 'POST'
        ? html(`${await request.text()} ${request.headers.get('origin')}`)
        : html(form),
    );
    const browser = createBrowser();
    const page = await browser.open(server.url);
    expect(page.title).toBe('Pay & go');
    const untouched = await browser.submit(page, { press: /^Pay$/ });
    expect(untouched.text).toBe(`token=a%26b&card=good&copies=1&email=&how=now ${server.url}`);
    const chosen = await browser.submit(page, {
      press: /Pay/,
      choose: /0002/,
      type: { email: 'a@b.test', copies: '2' },
    });
    expect(chosen.text).toContain('card=bad&copies=2&email=a%40b.test');
  });

  it('follows redirects by GET, and stops where the tab is closed', async () => {
    const opened: string[] = [];
    await using server = await serve((request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/pay') return new Response(null, { status: 303, headers: { location: '/thanks' } });
      return html(pathname === '/thanks' ? `Thanks by ${request.method}` : form);
    });
    const browser = createBrowser(({ url }) => opened.push(new URL(url).pathname));
    const page = await browser.open(server.url);
    await browser.submit(page, { press: /Pay/, andLeave: true });
    expect(opened).toEqual(['/', '/pay']);
    expect((await browser.submit(page, { press: /Pay/ })).text).toBe('Thanks by GET');
  });

  it('loads a page again as long as it asks for it', async () => {
    let loads = 0;
    await using server = await serve(() => {
      loads += 1;
      const refresh = '<head><noscript><meta http-equiv="refresh" content="0"></noscript></head>';
      return html(loads < 3 ? `${refresh}Waiting` : 'Paid');
    });
    const browser = createBrowser();
    const page = await browser.open(server.url);
    expect((await browser.awaitText(page, /Paid/)).text).toBe('Paid');
    await expect(browser.awaitText(await browser.open(server.url), /Refunded/)).rejects.toThrow(
      'stays as it is',
    );
  });

  it('says what the page offers instead of what was looked for', async () => {
    await using server = await serve(() => html(`${form}<a href="/x">Back</a>`));
    const browser = createBrowser();
    const page = await browser.open(server.url);
    expect(() => browser.follow(page, /Forward/)).toThrow('only Back');
    expect(() => browser.submit(page, { press: /Refund/ })).toThrow('has no button');
    expect(() => browser.submit(page, { press: /Pay/, choose: /9999/ })).toThrow('Good 4242; Bad 0002');
  });

  it('sends a file with its form, in the order of the fields', async () => {
    await using server = await serve(async (request) => {
      if (request.method === 'GET')
        return html(`<form method="post" enctype="multipart/form-data">
          <input type="hidden" name="key" value="a/b">
          <select name="kind"><option>png</option></select><input type="file" name="file">
          <input name="after" value="kept"><button>Upload</button></form>`);
      const fields = [...(await request.formData())];
      const shown = fields.map(([name, value]) =>
        typeof value === 'string' ? `${name}=${value}` : `${name}:${value.name}:${value.type}:${value.size}`,
      );
      return html(shown.join(' '));
    });
    const browser = createBrowser();
    const attach = new File(['picture'], 'a.png', { type: 'image/png' });
    const page = await browser.submit(await browser.open(server.url), { press: /Upload/, attach });
    expect(page.text).toBe('key=a/b kind=png file:a.png:image/png:7 after=kept');
  });

  it('keeps cookies for the paths of a host, until they are over', async () => {
    await using server = await serve((request) => {
      const { pathname } = new URL(request.url);
      const headers = new Headers({ 'content-type': 'text/html' });
      if (pathname === '/in') {
        headers.append('set-cookie', 'session=a=b; Path=/; HttpOnly; Max-Age=60');
        headers.append('set-cookie', 'draft=c; Path=/deep');
      }
      if (pathname === '/out') headers.append('set-cookie', 'session=; Path=/; Max-Age=0');
      return new Response(`cookie: ${request.headers.get('cookie')}`, { headers });
    });
    const browser = createBrowser();
    const cookiesAt = async (path: string) => (await browser.open(`${server.url}${path}`)).text;
    expect(await cookiesAt('/in')).toBe('cookie: null');
    expect(await cookiesAt('/deeper')).toBe('cookie: session=a=b');
    expect(await cookiesAt('/deep/er')).toBe('cookie: session=a=b; draft=c');
    await browser.open(`${server.url}/out`);
    expect(await cookiesAt('/')).toBe('cookie: null');
    expect((await createBrowser().open(`${server.url}/deep`)).text).toBe('cookie: null');
  });

  it('carries a form over a redirect that wants it, to another origin too', async () => {
    await using far = await serve(async (request) => html(`${request.method} ${await request.text()}`));
    await using near = await serve((request) =>
      request.method === 'GET'
        ? html(form)
        : new Response(null, { status: 307, headers: { location: `${far.url}/there` } }),
    );
    const browser = createBrowser();
    const page = await browser.submit(await browser.open(near.url), { press: /^Pay$/ });
    expect(page.url).toBe(`${far.url}/there`);
    expect(page.text).toMatch(/^POST token=/);
  });
});
