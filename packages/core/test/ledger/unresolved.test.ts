import { vendorKey } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { makePost } from './post.ts';
import { after, all, arrived, failure, key, letter, sends } from './support.ts';

describe('a write of which nobody knows', () => {
  it('is made again under its key where the provider honours it, and keeps what was unknown', async () => {
    const { mail, office, clock } = await after('lost', { keys: 'native' });
    office.fates.push('down');
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'network', outcome: 'unknown' });
    await clock.advance(23 * 3_600_000);
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    expect(office.letters).toHaveLength(1);
  });

  it('is not made again once the provider may have forgotten the key', async () => {
    const { mail, office, clock } = await after('lost', { keys: 'native' });
    await clock.advance(24 * 3_600_000);
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'conflict', retryable: false });
    expect(sends(office)).toBe(1);
  });

  it('is found at a provider that can tell, and its result given to the next call', async () => {
    const { mail, office } = await after('lost', { canFind: true });
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1', sentAt: new Date(86_400_000) });
    expect(office.asked).toEqual(['/send', '/find']);
  });

  it('is made again where the provider has nothing, but only when it can no longer be on its way', async () => {
    const { mail, office, clock } = await after('swallowed', { canFind: true });
    await clock.advance(299_000);
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'conflict', outcome: 'unknown' });
    await clock.advance(1000);
    office.fates.push('down');
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'network', outcome: 'not_applied' });
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    expect(office.letters).toHaveLength(1);
  });

  it('is not taken for undone before a call that took long has ended for so long', async () => {
    const { mail, office, clock } = makePost({ canFind: true });
    office.fates.push('hang');
    const long = { ...key, deadlineMs: 600_000, timeoutMs: 600_000 };
    expect(await clock.settle(mail.send(letter, long))).toMatchObject({ reason: { outcome: 'unknown' } });
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'conflict', outcome: 'unknown' });
    expect(sends(office)).toBe(1);
    await clock.advance(300_000);
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
  });

  it('counts as under way as long as the policy lets its call take', async () => {
    const deadlineMs = 300_000;
    const { mail, office, clock, memory } = makePost({ policy: { deadlineMs, timeoutMs: deadlineMs } });
    office.fates.push('hang');
    void mail.send(letter, key).catch(() => undefined); // its process ends here
    await arrived(office);
    const restarted = makePost({ office, memory, clock });
    await clock.advance(deadlineMs - 1);
    expect(await failure(restarted.mail.send(letter, key))).toMatchObject({ retryable: true });
  });

  it.each([
    ['lost', 'applied'],
    ['swallowed', 'not_applied'],
  ] as const)('is settled by reconcile (%s: %s)', async (fate, outcome) => {
    const { mail, clock } = await after(fate, { canFind: true });
    await clock.advance(300_000);
    expect(await all(mail.ledger.reconcile())).toEqual([{ operation: 'send', ...key, outcome }]);
    expect(await all(mail.ledger.unresolved())).toEqual([]);
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
  });

  it('stays unresolved where the provider cannot tell', async () => {
    const { mail } = await after('lost');
    expect(await all(mail.ledger.reconcile())).toEqual([{ operation: 'send', ...key, outcome: 'unknown' }]);
    expect(await all(mail.ledger.unresolved())).toHaveLength(1);
  });

  it('is settled by a later webhook, with what the event brings', async () => {
    const { mail } = await after('lost');
    const marked = await vendorKey(['post.send', '', key.idempotencyKey]);
    await mail.webhooks.receive(JSON.stringify({ vendorKey: 'of somebody else, and long enough' }));
    expect(await all(mail.ledger.unresolved())).toHaveLength(1);
    await mail.webhooks.receive(JSON.stringify({ vendorKey: marked, letter: { id: 'letter_1' } }));
    expect(await all(mail.ledger.unresolved())).toEqual([]);
    expect(await mail.send(letter, key)).toEqual({ id: 'letter_1' });
  });

  it('is known as done by an event that does not bring what was made', async () => {
    const { mail, office } = await after('lost');
    const marked = await vendorKey(['post.send', '', key.idempotencyKey], 30);
    await mail.webhooks.receive(JSON.stringify({ vendorKey: marked }));
    expect(await failure(mail.send(letter, key))).toMatchObject({
      code: 'already_exists',
      outcome: 'applied',
    });
    expect(sends(office)).toBe(1);
  });

  it('is settled by hand, either way, once', async () => {
    const { mail, office } = await after('lost');
    const write = { operation: 'send', ...key };
    expect(await mail.ledger.settle(write, 'applied', { id: 'seen at the counter' })).toBe(true);
    expect(await mail.ledger.settle(write, 'not_applied')).toBe(false);
    expect(await mail.send(letter, key)).toEqual({ id: 'seen at the counter' });
    const other = await after('swallowed', { office });
    expect(await other.mail.ledger.settle(write, 'not_applied')).toBe(true);
    expect(await other.mail.send(letter, key)).toMatchObject({ id: 'letter_2' });
  });

  it('outlives the process that began it', async () => {
    const { mail, office, memory, clock } = makePost();
    office.fates.push('hang');
    void mail.send(letter, key).catch(() => undefined); // its process ends here
    await arrived(office);
    const restarted = makePost({ office, memory, clock });
    expect(await failure(restarted.mail.send(letter, key))).toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    await clock.advance(60_000);
    expect(await failure(restarted.mail.send(letter, key))).toMatchObject({
      code: 'conflict',
      retryable: false,
    });
    expect(sends(office)).toBe(1);
  });
});
