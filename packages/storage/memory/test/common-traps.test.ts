import { memoryStorage } from '@patchbay/storage-memory';
import { describe, expect, it } from 'vitest';

interface Change {
  readonly text: string;
  readonly changedAt: number;
}

const hour = 3600_000;

/** The same kind of tests as core's `common-traps.test.ts`: the usual way failing, then ours passing. */
describe('T9: a synchronisation in which the later clock wins', () => {
  it('drops the newer change where one clock is fast; ours refuses what was not based on it', async () => {
    const usual = (here: Change | undefined, there: Change): Change =>
      here === undefined || there.changedAt > here.changedAt ? there : here;
    const fast = usual(undefined, { text: 'older, by a clock that is fast', changedAt: hour });
    expect(usual(fast, { text: 'newer', changedAt: 60_000 }).text).toBe('older, by a clock that is fast');

    const storage = memoryStorage({});
    const { etag: first } = await storage.put('profile', 'first');
    const { etag: second } = await storage.put('profile', 'second', { ifMatch: first });
    const late = storage.put('profile', 'based on the first', { ifMatch: first });
    await expect(late).rejects.toMatchObject({ code: 'precondition_failed', reason: 'etag_mismatch' });
    const kept = await storage.get('profile');
    expect([await kept.text(), kept.status === 'ok' && kept.info.etag]).toEqual(['second', second]);
  });

  it('loses changes that are made at once; ours keeps all of them', async () => {
    let counter = 0;
    const usual = async (): Promise<void> => {
      const read = counter;
      await Promise.resolve(); // the other system answers
      counter = read + 1;
    };
    await Promise.all([usual(), usual(), usual()]);
    expect(counter).toBe(1);

    const storage = memoryStorage({});
    const increment = (bytes: Uint8Array | undefined): string =>
      String(Number(new TextDecoder().decode(bytes)) + 1);
    await Promise.all([1, 2, 3].map(() => storage.update('counter', increment)));
    expect(await (await storage.get('counter')).text()).toBe('3');
  });

  it('has nothing to compare at the first run, and overwrites; ours creates what is absent, or nothing', async () => {
    const elsewhere = new Map([['profile', 'theirs']]);
    elsewhere.set('profile', 'ours'); // no record of theirs was kept yet
    expect(elsewhere.get('profile')).toBe('ours');

    const storage = memoryStorage({});
    await storage.put('profile', 'theirs');
    await expect(storage.put('profile', 'ours', { ifAbsent: true })).rejects.toMatchObject({
      code: 'already_exists',
    });
    expect(await (await storage.get('profile')).text()).toBe('theirs');
  });
});
