import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { euros, openShop } from './support/shop.ts';

const child = fileURLToPath(new URL('support/charging-child.ts', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-sandbox-kill-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets the child charge until it has said so often enough, and kills it right then. Returns what it said. */
async function chargeUntilKilled(file: string, charges: number): Promise<readonly string[]> {
  const running = spawn(process.execPath, ['--conditions=@patchbay/source', child, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  running.stdout.setEncoding('utf8');
  for await (const text of running.stdout) {
    said += String(text);
    if (said.split('\n').length > charges) running.kill('SIGKILL');
  }
  return said.split('\n').slice(0, -1);
}

describe('a sandbox with a file', () => {
  it.each([1, 7, 23])(
    'that is killed after %d charges has them all, and makes none of them again',
    async (charges) => {
      const file = join(folder, `killed-${charges}.json`);
      const said = await chargeUntilKilled(file, charges);
      expect(said.length).toBeGreaterThanOrEqual(charges);
      await using shop = await openShop({ file });
      const { charges: kept } = await shop.sandbox.books();
      expect([said.length, said.length + 1]).toContain(kept); // the last answer may have been lost
      for (const [index, id] of said.entries()) {
        const input = { amount: euros(index + 1), paymentMethodId: 'pm_success' };
        const again = await shop.payments.create(input, { idempotencyKey: `order-${index + 1}` });
        expect(again.id).toBe(id);
      }
      expect((await shop.sandbox.books()).charges).toBe(kept);
    },
  );

  it('that another process writes to as well refuses to overwrite what the other one did', async () => {
    const options = { file: join(folder, 'shared.json') };
    await using first = await openShop(options, { random: () => 0 });
    const kept = await first.pay();
    await using second = await openShop(options, { random: () => 0 });
    const input = { amount: euros(1), paymentMethodId: 'pm_success' };
    const other = await second.payments.create(input, { idempotencyKey: 'other' });
    const late = await first.clock.settle(first.payments.create(input, { idempotencyKey: 'late' }));
    expect(late).toMatchObject({
      status: 'rejected',
      reason: { code: 'provider_error', outcome: 'not_applied' },
    });
    expect(String(late.status === 'rejected' && late.reason)).toContain('another process has written');
    await using after = await openShop(options);
    for (const id of [kept.id, other.id]) expect((await after.payments.get(id)).status).toBe('captured');
  });
});
