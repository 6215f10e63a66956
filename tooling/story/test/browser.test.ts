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
    expect(untouched.text).toBe(`token=a%26b&card=good&email=&copies=1&how=now ${server.url}`);
    const chosen = await browser.submit(page, {
      press: /Pay/,
      choose: /0002/,
      type: { email: 'a@b.test', copies: '2' },
    });
    expect(chosen.text).toContain('card=bad&email=a%40b.test&copies=2');
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
});
