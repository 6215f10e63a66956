import { IntegrationError } from '@patchbay/core';
import { type KeyMemory, processMemory } from '@patchbay/core/failover';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makeGroup, Till } from './till.ts';

const key = { idempotencyKey: 'order-7' };

/** A memory that takes so long for each answer. */
function slowMemory(clock: VirtualClock, slowMs: number): KeyMemory {
  const memory = processMemory();
  const slowly = () =>
    new Promise<void>((resolve) => {
      clock.after(slowMs, resolve);
    });
  return {
    ...memory,
    get: (name) => slowly().then(() => memory.get(name)),
    replace: (...given) => slowly().then(() => memory.replace(...given)),
  };
}

describe('a group whose memory is slow', () => {
  it('leaves a member only what is left of the deadline of the whole', async () => {
    const clock = virtualClock();
    const tills = [new Till('a'), new Till('b')];
    tills[0]?.faults.push('hang');
    const { group } = makeGroup({ tills, clock, memory: slowMemory(clock, 3000) });
    const settled = await clock.settle(group.charge({}, { ...key, deadlineMs: 8000 }));
    expect(settled).toMatchObject({ elapsedMs: 8000, reason: { code: 'timeout', outcome: 'unknown' } });
  });

  it('sends nothing once the deadline is over, and gives the key back', async () => {
    const clock = virtualClock();
    const { group, tills } = makeGroup({ clock, memory: slowMemory(clock, 100) });
    const settled = await clock.settle(group.charge({}, { ...key, deadlineMs: 150 }));
    expect(settled).toMatchObject({
      reason: { code: 'timeout', reason: 'deadline', outcome: 'not_applied', operation: 'till.charge' },
    });
    expect(tills.map(({ requests }) => requests)).toEqual([0, 0]);
    const later = await clock.settle(group.charge({}, key));
    expect(later).toMatchObject({ value: { id: 'first:a_1' } });
  });

  it('ends by its deadline while it waits for the memory, and gives the key back', async () => {
    const clock = virtualClock();
    const { group, tills } = makeGroup({ clock, memory: slowMemory(clock, 3000) });
    const settled = await clock.settle(group.charge({}, { ...key, deadlineMs: 5000 }));
    expect(settled).toMatchObject({
      elapsedMs: 5000,
      reason: { code: 'timeout', reason: 'deadline', outcome: 'unknown', operation: 'till.charge' },
    });
    expect(tills.map(({ requests }) => requests)).toEqual([0, 0]);
    const later = await clock.settle(group.charge({}, key));
    expect(later).toMatchObject({ value: { id: 'first:a_1' } });
  });

  it('refuses a deadline that is none before it asks the memory', async () => {
    const asked: string[] = [];
    const memory = processMemory();
    const get: KeyMemory['get'] = (name) => memory.get(`${asked.push(name)}`);
    const { group } = makeGroup({ memory: { ...memory, get } });
    await expect(group.charge({}, { ...key, deadlineMs: -1 })).rejects.toMatchObject({
      code: 'invalid_request',
      outcome: 'not_applied',
    });
    expect(asked).toEqual([]);
  });
});

describe('a group whose memory fails', () => {
  /** What a store says of a request that never reached it: it knows nothing of the payment. */
  const away = new IntegrationError({
    code: 'network',
    outcome: 'not_applied',
    category: 'state',
    message: 'state.get failed at redis (network): The provider could not be reached.',
  });

  it('does not take the outcome of its own request for that of the write', async () => {
    const memory = { ...processMemory() };
    const tills = [new Till('a'), new Till('b')];
    tills[0]?.faults.push('lost');
    const { group } = makeGroup({ tills, memory });
    await expect(group.charge({}, key)).rejects.toMatchObject({ outcome: 'unknown' });
    memory.get = () => Promise.reject(away);
    await expect(group.charge({}, key)).rejects.toMatchObject({
      code: 'internal',
      outcome: 'unknown',
      operation: 'till.charge',
      category: 'till',
    });
    expect(tills.map(({ requests }) => requests)).toEqual([1, 0]);
  });

  it('after a member was asked tells of that member too', async () => {
    const memory = { ...processMemory() };
    const { get } = memory;
    const tills = [new Till('a'), new Till('b')];
    tills[0]?.faults.push('busy');
    const { group } = makeGroup({ tills, memory });
    let times = 0;
    memory.get = async (name) => ((times += 1) > 2 ? Promise.reject(away) : get(name));
    const error: unknown = await group.charge({}, key).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'internal', attempts: [{ code: 'rate_limited' }] });
    expect(String(error)).toContain('Before it: first (rate_limited)');
  });
});

describe('a key of odd characters', () => {
  it.each([
    ['long', '鍵'.repeat(255)],
    ['control characters', '\u0000\u001f'.repeat(100)],
    ['half a character', 'order-\ud83d'],
  ])('(%s) is one that every memory takes: short, and of plain letters', async (_name, idempotencyKey) => {
    const memory = processMemory();
    const { group } = makeGroup({ memory });
    await group.charge({}, { idempotencyKey });
    const names: string[] = [];
    for await (const name of memory.list('')) names.push(name);
    expect(names).toEqual([expect.stringMatching(/^[\w:-]{1,100}$/)]);
  });
});
