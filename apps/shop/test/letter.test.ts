import { money } from '@patchbay/payments';
import { describe, expect, it } from 'vitest';
import { letterOf } from '../src/letters/letter.tsx';

const order = { number: 7, copies: 2, total: money(700, 'EUR') };
const postcard = { title: 'Night Mail', place: 'Arden Viaduct', picture: 'A lit train' };
const orderUrl = 'http://127.0.0.1:4242/orders/order_a';

describe('a mail to the customer', () => {
  it('says the same as text and as HTML, with the order to follow and the picture inside', () => {
    const { subject, text, html } = letterOf({
      kind: 'receipt',
      amount: money(700, 'EUR'),
      order,
      postcard,
      orderUrl,
    });
    expect(subject).toBe('Your receipt for €7.00, order no. 7');
    for (const words of ['You have paid €7.00', '2 copies of Night Mail, Arden Viaduct', orderUrl]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    expect(html).toContain('src="cid:postcard"');
  });

  it('tells of a refund what went back of what', () => {
    const { subject, text } = letterOf({
      kind: 'refund',
      amount: money(250, 'EUR'),
      order,
      postcard,
      orderUrl,
    });
    expect(subject).toContain('Your refund of €2.50');
    expect(text).toContain('given back €2.50 of the €7.00');
  });

  it('escapes what it is made of in the HTML, and leaves it as it is in the text', () => {
    const hostile = '"><script>alert(1)</script>&';
    const { text, html } = letterOf({
      kind: 'receipt',
      amount: money(700, 'EUR'),
      order,
      postcard: { title: hostile, place: hostile, picture: hostile },
      orderUrl: `${orderUrl}?a="><img src=x>`,
    });
    expect(html).not.toMatch(/<script|<img src=x/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;');
    expect(text).toContain(hostile);
  });
});
