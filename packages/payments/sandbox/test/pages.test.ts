import { describe, expect, it } from 'vitest';
import { sandboxPayments } from '../src/index.ts';
import { cart, openShop, publicUrl } from './support/shop.ts';

describe('the pay page', () => {
  it('is a form that works without scripts', async () => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(cart, shop.once());
    const response = await shop.sandbox.handle(new Request(url));
    const page = await response.text();
    expect(page.match(/<form method="post">/g)).toHaveLength(1);
    expect(page).toContain('<button type="submit">Pay €12.00</button>');
    expect(page).toContain(`<a href="${cart.cancelUrl}">`);
    expect(page).not.toMatch(/<script|javascript:|\son\w+=/i);
  });

  it('allows nothing but its own style and its own form', async () => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(cart, shop.once());
    const { headers } = await shop.sandbox.handle(new Request(url));
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://shop.example; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('sends the payer back paid', async () => {
    await using shop = await openShop();
    const { id, url = '' } = await shop.payments.checkout.create(cart, shop.once());
    expect(await shop.payer.submit(url, { method: 'pm_success' })).toBe(
      `https://shop.example/thanks?checkout=${id}`,
    );
    const { status, paid, paymentId = '' } = await shop.payments.checkout.get(id);
    expect({ status, paid }).toEqual({ status: 'complete', paid: true });
    expect(await shop.payments.get(paymentId)).toMatchObject({ status: 'captured', reference: 'order-1' });
  });

  it('says why a card was declined and takes another one for the same payment', async () => {
    await using shop = await openShop();
    const { id, url = '' } = await shop.payments.checkout.create(cart, shop.once());
    expect(await shop.payer.submit(url, { method: 'pm_insufficient_funds' })).toBe(url);
    const { html = '' } = await shop.payer.load(url);
    expect(html).toContain('role="alert">The card has insufficient funds.');
    expect(html).toContain('value="pm_insufficient_funds" required checked');
    const { paymentId } = await shop.payments.checkout.get(id);
    await shop.payer.submit(url, { method: 'pm_success' });
    expect((await shop.payments.checkout.get(id)).paymentId).toBe(paymentId);
    expect((await shop.sandbox.books()).captured).toEqual({ EUR: 1200 });
  });

  it('charges once when the form is sent twice at the same time', async () => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(cart, shop.once());
    const body = new URLSearchParams({ method: 'pm_success' });
    const send = () => shop.sandbox.handle(new Request(url, { method: 'POST', body }));
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await shop.sandbox.books()).toMatchObject({ charges: 1, captured: { EUR: 1200 } });
  });

  it('shows the page again when no method was chosen', async () => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(cart, shop.once());
    expect(await shop.payer.submit(url, { method: 'pm_unheard_of' })).toBe(url);
    expect((await shop.sandbox.books()).charges).toBe(0);
  });

  it('escapes what the merchant and the payer wrote', async () => {
    await using shop = await openShop();
    const items = [
      { name: '<img src=x onerror=alert(1)>"\'&', unitAmount: { minor: 100, currency: 'EUR' }, quantity: 1 },
    ];
    const cancelUrl = 'https://shop.example/cart?a="><script>alert(1)</script>';
    const input = { ...cart, items, cancelUrl, reference: '</title><script>' };
    const { url = '' } = await shop.payments.checkout.create(input, shop.once());
    const { html = '' } = await shop.payer.load(url);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('subscribes', async () => {
    await using shop = await openShop();
    const input = {
      mode: 'subscription',
      planId: 'plan_plus',
      successUrl: cart.successUrl,
      cancelUrl: cart.cancelUrl,
    } as const;
    const { id, url = '' } = await shop.payments.checkout.create(input, shop.once());
    expect((await shop.payer.load(url)).html).toContain('€15.00 <small>each month</small>');
    await shop.payer.submit(url, { method: 'pm_declined' });
    await shop.payer.submit(url, { method: 'pm_success' });
    const { paid, subscriptionId = '' } = await shop.payments.checkout.get(id);
    expect(paid).toBe(true);
    expect(await shop.payments.subscriptions.get(subscriptionId)).toMatchObject({
      status: 'active',
      planId: 'plan_plus',
    });
  });

  it('saves a card after 3-D Secure, which is then charged without the payer', async () => {
    await using shop = await openShop();
    const { id: customerId } = await shop.payments.customers.create({});
    const input = {
      mode: 'setup',
      customerId,
      successUrl: cart.successUrl,
      cancelUrl: cart.cancelUrl,
    } as const;
    const { id, url = '' } = await shop.payments.checkout.create(input, shop.once());
    const challenge = await shop.payer.submit(url, { method: 'pm_authenticate' });
    expect(challenge).toMatch(/\/3ds\/set_/);
    expect(await shop.payer.submit(challenge, { verdict: 'approve' })).toBe(
      `https://shop.example/thanks?checkout=${id}`,
    );
    const [method] = (await shop.payments.methods.list({ customerId }).page()).items;
    const paymentMethodId = method?.id ?? '';
    expect(await shop.pay({ customerId, paymentMethodId, offSession: true })).toMatchObject({
      status: 'captured',
    });
  });
});

describe('the 3-D Secure page', () => {
  it('leads to the shop when the payer approves', async () => {
    await using shop = await openShop();
    const { id, url = '' } = await shop.payments.checkout.create(cart, shop.once());
    const challenge = await shop.payer.submit(url, { method: 'pm_authenticate' });
    expect((await shop.payer.load(url)).url).toBe(challenge);
    expect(await shop.payer.submit(challenge, { verdict: 'approve' })).toBe(
      `https://shop.example/thanks?checkout=${id}`,
    );
    expect((await shop.payments.checkout.get(id)).paid).toBe(true);
  });

  it('leads back to the pay page when the payer refuses', async () => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(cart, shop.once());
    const challenge = await shop.payer.submit(url, { method: 'pm_authenticate' });
    expect(await shop.payer.submit(challenge, { verdict: 'refuse' })).toBe(url);
    expect((await shop.payer.load(url)).html).toContain('The payment was not approved.');
  });

  it('lets the first answer count', async () => {
    await using shop = await openShop();
    const payment = await shop.pay({ paymentMethodId: 'pm_authenticate' });
    const challenge = payment.nextAction?.type === 'redirect' ? payment.nextAction.url : '';
    await shop.payer.submit(challenge, { verdict: 'approve' });
    const body = new URLSearchParams({ verdict: 'refuse' });
    await shop.sandbox.handle(new Request(challenge, { method: 'POST', body }));
    expect(await shop.payments.get(payment.id)).toMatchObject({ status: 'captured' });
  });
});

describe('a payment that is processing', () => {
  it('can be answered for the bank on its page', async () => {
    await using shop = await openShop();
    const { id, url = '' } = await shop.payments.checkout.create(cart, shop.once());
    await shop.payer.submit(url, { method: 'pm_processing' });
    expect(await shop.payments.checkout.get(id)).toMatchObject({ status: 'complete', paid: false });
    await shop.payer.submit(url, { verdict: 'succeeded' });
    expect(await shop.payments.checkout.get(id)).toMatchObject({ status: 'complete', paid: true });
  });
});

describe('where the pages are', () => {
  it('is below publicUrl, whatever the host that the request came to', async () => {
    await using shop = await openShop();
    const { id } = await shop.payments.checkout.create(cart, shop.once());
    expect((await shop.payments.pages(new Request(`http://10.0.0.1:3000/sandbox/pay/${id}`)))?.status).toBe(
      200,
    );
    expect(await shop.payments.pages(new Request(`${publicUrl}/elsewhere/${id}`))).toBeUndefined();
    expect(await shop.payments.pages(new Request(`https://pay.example/pay/${id}`))).toBeUndefined();
  });

  it('answers 404 for what does not exist and 405 for what cannot be done', async () => {
    await using shop = await openShop();
    expect((await shop.sandbox.handle(new Request(`${publicUrl}/pay/chk_0`))).status).toBe(404);
    expect((await shop.sandbox.handle(new Request(`${publicUrl}/constructor/x`))).status).toBe(404);
    expect(
      (await shop.sandbox.handle(new Request(`${publicUrl}/pay/chk_0`, { method: 'DELETE' }))).status,
    ).toBe(405);
  });

  it('works before any operation was called', async () => {
    await using payments = sandboxPayments({ publicUrl });
    expect((await payments.pages(new Request(`${publicUrl}/pay/chk_0`)))?.status).toBe(404);
  });
});
