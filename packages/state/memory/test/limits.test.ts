import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { MemoryStore, memoryState } from '../src/index.ts';

const full = { code: 'quota_exceeded', reason: 'store_full', outcome: 'not_applied' };

describe('a store that is full', () => {
  it('refuses a further key by every way to write it, and drops none', async () => {
    const state = memoryState({ mostKeys: 2 });
    await state.put({ key: 'a', value: '1' });
    await state.put({ key: 'b', value: '1' });
    await expect(state.put({ key: 'c', value: '1' })).rejects.toMatchObject(full);
    await expect(state.putIfAbsent({ key: 'c', value: '1' })).rejects.toMatchObject(full);
    await expect(state.cas({ key: 'c', expected: undefined, value: '1' })).rejects.toMatchObject(full);
    await expect(state.increment({ key: 'c' })).rejects.toMatchObject(full);
    expect(await Promise.all(['a', 'b', 'c'].map(async (key) => (await state.get(key))?.value))).toEqual([
      '1',
      '1',
      undefined,
    ]);
  });

  it('still changes the keys that it has, and takes a new one for one that is deleted', async () => {
    const state = memoryState({ mostKeys: 1 });
    await state.put({ key: 'a', value: '1' });
    expect(await state.increment({ key: 'a' })).toEqual({ value: 2 });
    await state.delete('a');
    await state.put({ key: 'b', value: '1' });
  });

  it('takes a new key for one that has expired', async () => {
    const clock = virtualClock();
    const state = memoryState({ mostKeys: 2 }, { clock });
    await state.put({ key: 'stays', value: '1' });
    await state.put({ key: 'timed', value: '1', ttlMs: 1000 });
    await clock.advance(999);
    await expect(state.put({ key: 'new', value: '1' })).rejects.toMatchObject(full);
    await clock.advance(1);
    await state.put({ key: 'new', value: '1' });
    expect((await state.get('stays'))?.value).toBe('1');
  });
});

describe('what has expired', () => {
  it('leaves the memory with later writes, without a timer', async () => {
    const [clock, store] = [virtualClock(), new MemoryStore()];
    const state = memoryState({ store }, { clock });
    for (let count = 0; count < 100; count += 1)
      await state.put({ key: `timed-${count}`, value: 'x', ttlMs: 1000 });
    expect([store.records.size, clock.timers]).toEqual([100, 0]);
    await clock.advance(1000);
    for (let write = 0; write < 30; write += 1) await state.put({ key: 'stays', value: 'y' });
    expect([...store.records.keys()]).toEqual(['stays']);
  });
});
