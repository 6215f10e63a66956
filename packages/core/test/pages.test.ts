import { html, pageResponse, redirectTo } from '@patchbay/core/pages';
import { describe, expect, it } from 'vitest';

const frame = { site: 'Demo', header: html`<b>Demo</b>`, footer: html`<i>No harm</i>`, style: '' };

describe('the pages of embedded providers', () => {
  it('escape every value, and nothing that is markup', () => {
    const name = `<script>'"&</script>`;
    expect(
      html`<p title="${name}">${name}${html`<b>${1}</b>`}${undefined}${[html`a`, html`b`]}</p>`.text,
    ).toBe(
      '<p title="&lt;script&gt;&#39;&quot;&amp;&lt;/script&gt;">&lt;script&gt;&#39;&quot;&amp;&lt;/script&gt;<b>1</b>ab</p>',
    );
  });

  it('allow no scripts, and forms only to the named origins', async () => {
    const page = { title: 'A & B', body: html`<h1>A</h1>`, destinations: ['https://shop.test/back?x=1'] };
    const response = pageResponse(frame, page);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://shop.test; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain('<title>A &amp; B · Demo</title>');
  });

  it('may have no forms at all, and frames of their own', () => {
    const { headers } = pageResponse(frame, {
      title: 'Mail',
      body: html``,
      destinations: 'none',
      frames: true,
    });
    expect(headers.get('content-security-policy')).toContain("frame-src 'self'; form-action 'none'");
  });

  it('send the browser on by http and https only', () => {
    expect(redirectTo('https://shop.test/a b').headers.get('location')).toBe('https://shop.test/a%20b');
    expect(() => redirectTo('javascript:alert(1)')).toThrow('no place to send a browser to');
  });
});
