import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationError } from '@patchbay/core';
import { wireRecorder } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxPayments } from '../src/index.ts';
import { cart, euros, openShop } from './support/shop.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a sandbox with a file', () => {
  it('goes on after a restart where it stopped', async () => {
    const options = { file: join(folder, 'new folder', 'books.json') };
    const before = await openShop(options);
    const { id: customerId } = await before.payments.customers.create({
      name: 'Ada',
      email: 'ada@example.com',
    });
    const payment = await before.pay({
      customerId,
      saveFor: 'off_session',
      reference: 'order-1',
      metadata: { a: 'b' },
    });
    const checkout = await before.payments.checkout.create(cart, before.once());
    await before.payments.close();

    await using after = await openShop(options);
    expect(await after.payments.get(payment.id)).toEqual(payment);
    expect(await after.payments.customers.get(customerId)).toMatchObject({ name: 'Ada' });
    await after.payer.submit(checkout.url ?? '', { method: 'pm_success' });
    expect((await after.sandbox.books()).captured).toEqual({ EUR: 2400 });
  });

  it('knows used idempotency keys after a restart', async () => {
    const options = { file: join(folder, 'keys.json') };
    const before = await openShop(options);
    const input = { amount: euros(100), paymentMethodId: 'pm_success' };
    const first = await before.payments.create(input, { idempotencyKey: 'order-1' });
    await before.payments.close();

    await using after = await openShop(options);
    expect((await after.payments.create(input, { idempotencyKey: 'order-1' })).id).toBe(first.id);
    const other = after.payments.create({ ...input, amount: euros(200) }, { idempotencyKey: 'order-1' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_mismatch', reason: 'key_reused' });
  });

  it('finds after a restart what a write made, also when its key is long forgotten', async () => {
    const options = { file: join(folder, 'made.json') };
    const before = await openShop(options);
    const write = {
      operation: 'subscriptions.create',
      idempotencyKey: 'seat-1',
      since: new Date(0),
    } as const;
    const { id: customerId } = await before.payments.customers.create({ name: 'Ada' });
    const input = { customerId, planId: 'plan_basic', trialDays: 60 };
    const made = await before.payments.subscriptions.create(input, write);
    await before.payments.close();

    await using after = await openShop(options);
    await after.clock.advance(30 * 86_400_000);
    expect(await after.payments.reconcile(write)).toEqual({ outcome: 'applied', result: made });
    const [event] = await after.sandbox.events();
    expect(event?.object.vendorKey).toBe(made.vendorKey);
    expect(await after.payments.reconcile({ ...write, operation: 'create' })).toEqual({
      outcome: 'not_applied',
    });
  });

  it('delivers after a restart what was not delivered before', async () => {
    await using server = await serve(() => new Response('taken'));
    const options = { file: join(folder, 'deliveries.json'), webhookUrl: `${server.url}/webhooks` };
    const before = await openShop(options);
    await before.pay();
    await before.payments.close();
    expect(server.received).toHaveLength(0);

    const recorder = wireRecorder();
    await using after = await openShop(options, { transport: { fetch: recorder.fetch } });
    const [event] = await after.sandbox.events();
    await after.clock.settle(after.sandbox.settled(), { busy: () => recorder.inFlight > 0 });
    expect(server.received.map(({ text }) => JSON.parse(text).id)).toEqual([event?.id]);
  });

  it('takes calls at the same time one after the other', async () => {
    const file = join(folder, 'many.json');
    await using shop = await openShop({ file });
    const { id } = await shop.pay({ capture: 'manual' });
    const parts = Array.from({ length: 8 }, () =>
      shop.payments.capture({ id, amount: euros(200), final: false }, shop.once()),
    );
    const results = await Promise.allSettled(parts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    expect((await shop.sandbox.books()).captured).toEqual({ EUR: 1200 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1 });
  });

  it('does nothing that it cannot save', async () => {
    const file = join(folder, 'blocked', 'books.json');
    await using shop = await openShop({ file }, { random: () => 0 });
    const { id } = await shop.pay();
    await mkdir(`${file}.new`); // the next save finds a folder in its place
    const refund = await shop.clock.settle(shop.payments.refunds.create({ paymentId: id }, shop.once()));
    expect(refund).toMatchObject({
      status: 'rejected',
      reason: { code: 'provider_error', outcome: 'not_applied' },
    });
    expect(await shop.sandbox.books()).toMatchObject({ refunds: 0, refunded: {} });
    expect(await readdir(join(folder, 'blocked'))).toContain('books.json');
  });

  it.each([
    ['no JSON', '{"version":1,'],
    ['something else', '{"version":1,"records":[{"kind":"order"}],"events":[],"deliveries":[],"keys":[]}'],
  ])('refuses a file that holds %s, and leaves it alone', async (_what, text) => {
    const file = join(folder, 'foreign.json');
    await writeFile(file, text);
    const error = await openShop({ file }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('foreign.json');
    expect(await readFile(file, 'utf8')).toBe(text);
    const refused = await sandboxPayments({ file })
      .check()
      .catch((thrown: unknown) => thrown);
    expect(IntegrationError.is(refused, 'config_invalid')).toBe(true);
  });
});
