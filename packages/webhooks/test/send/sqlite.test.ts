import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { sqliteState } from '@patchbay/state-sqlite';
import { describe, expect, it } from 'vitest';
import { answers, rarely, scene } from './support/scene.ts';

describe('a sender on files', () => {
  it('refuses a message whose transaction got lost on the way, instead of sending it without one', async () => {
    await using stage = await scene();
    const lost = stage.sender().send({ type: 'order.paid', data: null }, { transaction: undefined });
    await expect(lost).rejects.toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
    await expect(lost).rejects.toThrow(/transaction: found undefined/);
  });

  it('sends a message if and only if the caller’s own transaction is committed', async () => {
    await using stage = await scene();
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-webhooks-'));
    const file = join(folder, 'shop.sqlite');
    const setup = { clock: stage.clock };
    const jobs = sqliteJobs({ file, durability: 'process' }, setup);
    const shop = sqliteJobs({ file, durability: 'process' }, setup); // stands for the application’s own connection
    await jobs.check();
    const transaction = await shop.native();
    const sender = stage.sender({ jobs });
    await sender.endpoints.create({ url: stage.url() });
    const worker = stage.work(sender, rarely);
    for (const [id, end] of Object.entries({ m1: 'ROLLBACK', m2: 'COMMIT' })) {
      transaction.exec('BEGIN IMMEDIATE');
      await sender.send({ id, type: 'order.paid', data: null }, { transaction });
      transaction.exec(end);
    }
    await stage.pass(3_600_000);
    expect(stage.requests().map(({ headers }) => headers.get('webhook-id'))).toEqual(['m2']);
    await worker.close();
    await Promise.all([jobs.close(), shop.close()]);
    await rm(folder, { recursive: true });
  });

  it('goes on after a restart where it was: endpoints, messages, schedule and log', async () => {
    await using stage = await scene(answers(500, 500, 200));
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-webhooks-'));
    const setup = { clock: stage.clock };
    const open = async () => {
      const state = sqliteState({ file: join(folder, 'state.sqlite'), durability: 'process' }, setup);
      const jobs = sqliteJobs({ file: join(folder, 'jobs.sqlite'), durability: 'process' }, setup);
      await Promise.all([state.check(), jobs.check()]); // files are opened in real time, which the clock does not see
      const sender = stage.sender({ state, jobs });
      return { sender, close: () => Promise.all([state.close(), jobs.close()]) };
    };
    const first = await open();
    await first.sender.endpoints.create({ url: stage.url() });
    const before = stage.work(first.sender, rarely);
    await first.sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(async () => (await first.sender.deliveries.list())[0]?.attempts.length === 2);
    await before.close();
    await first.close();

    const second = await open();
    const after = stage.work(second.sender, rarely);
    await stage.until(async () => (await second.sender.deliveries.list())[0]?.status === 'delivered');
    const [delivery] = await second.sender.deliveries.list();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect(stage.requests().map(({ headers }) => headers.get('webhook-id'))).toEqual(['m1', 'm1', 'm1']);
    const [, waited = 0, last = 0] = stage.times();
    expect(last - waited).toBeGreaterThanOrEqual(5 * 60_000);
    await after.close();
    await second.close();
    await rm(folder, { recursive: true });
  });
});
