import { getEventListeners } from 'node:events';
import type { CallOptions } from '@patchbay/core';
import { failover, type KeyMemory } from '@patchbay/core/failover';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePost, post } from '../ledger/post.ts';
import { hangable } from './hangable.ts';
import { type Fault, makeGroup, Till } from './till.ts';

const key = { idempotencyKey: 'order-7' };

/** How a call ends: by its deadline, or because its caller gives up. */
const ends = [
  ['deadline', 5000, { code: 'timeout', reason: 'deadline' }],
  ['abort', 700, { code: 'aborted' }],
] as const;

/** What the memory is asked before a member is, and how often before it. */
const places = [
  ['who has the key', 'get', 0],
  ['to write it down', 'replace', 0],
  ['who has the key, after one member was asked', 'get', 2],
  ['to write it down, after one member was asked', 'replace', 2],
] as const;

function optionsOf(how: 'deadline' | 'abort', afterMs: number, clock: VirtualClock) {
  const controller = new AbortController();
  if (how === 'abort') clock.after(afterMs, () => controller.abort());
  return { signal: controller.signal, ...(how === 'deadline' && { deadlineMs: afterMs }) };
}

function makeHung(...faults: readonly Fault[]) {
  const [clock, hung, tills] = [virtualClock(), hangable(), [new Till('a'), new Till('b')]];
  tills[0]?.faults.push(...faults);
  const { group } = makeGroup({ clock, tills, memory: hung.memory });
  const requests = () => tills.map((till) => till.requests);
  return { clock, hung, group, requests };
}

function leftBehind(clock: VirtualClock, signal: AbortSignal): number {
  return clock.timers + getEventListeners(signal, 'abort').length;
}

describe.each(ends)('a group whose memory never answers ends a call by its %s', (how, elapsedMs, why) => {
  it.each(places)('when it asks %s, and asks no further member', async (_place, asked, times) => {
    const { clock, hung, group, requests } = makeHung(times > 0 ? 'busy' : 'ok');
    hung.at(asked, /(?:)/, times);
    const given = optionsOf(how, elapsedMs, clock);
    const settled = await clock.settle(group.charge({}, { ...key, ...given }));
    const attempts = times > 0 ? [{ code: 'rate_limited' }] : [];
    expect(settled).toMatchObject({ elapsedMs, reason: { ...why, outcome: 'unknown', attempts } });
    expect(settled).toMatchObject({ reason: { operation: 'till.charge', integration: 'till' } });
    expect(requests()).toEqual([times > 0 ? 1 : 0, 0]);
    expect(leftBehind(clock, given.signal)).toBe(0);
  });

  it('when it gives the key back, which stays where it is', async () => {
    const { clock, hung, group, requests } = makeHung('busy');
    hung.at('replace', /(?:)/, 1);
    const given = optionsOf(how, elapsedMs, clock);
    const settled = await clock.settle(group.charge({}, { ...key, ...given }));
    expect(settled).toMatchObject({ elapsedMs, reason: { code: 'rate_limited', outcome: 'unknown' } });
    expect(requests()).toEqual([1, 0]);
    expect(leftBehind(clock, given.signal)).toBe(0);
  });

  it('when it asks who made a write that is looked for', async () => {
    const [clock, hung] = [virtualClock(), hangable()];
    const { bare, office } = makePost({ clock, canFind: true });
    const group = failover(post, [bare], { clock, memory: hung.memory });
    hung.at('get', /(?:)/);
    const given = optionsOf(how, elapsedMs, clock);
    const write = { operation: 'send', ...key, since: new Date(0) };
    const settled = await clock.settle(group.reconcile(write, given));
    expect(settled).toMatchObject({ elapsedMs, reason: { ...why, operation: 'post.reconcile' } });
    expect(office.asked).toEqual([]);
    expect(leftBehind(clock, given.signal)).toBe(0);
  });
});

describe('a group whose memory answers no call, and then', () => {
  it.each(['did it and does not say so', 'does it late', 'fails late'] as const)(
    '%s: the key is bound to nobody who was not asked',
    async (how) => {
      const { clock, hung, group, requests } = makeHung('down');
      hung.at('replace', /(?:)/);
      if (how === 'did it and does not say so') hung.works();
      await clock.settle(group.charge({}, { ...key, deadlineMs: 5000 }));
      if (how !== 'did it and does not say so') await hung.letGo(how === 'fails late');
      expect(await clock.settle(group.charge({}, key))).toMatchObject({ value: { id: 'second:b_1' } });
      expect(requests()).toEqual([1, 1]);
      expect(clock.timers).toBe(0);
    },
  );
});

describe('a search for the maker of a write', () => {
  /** Two members that say how long they had, and a memory that takes its time. */
  function makeSearch(slowMs: number) {
    const [clock, { memory }] = [virtualClock(), hangable()];
    const had: unknown[] = [];
    const reconcile = async (_write: object, options: CallOptions = {}) => {
      had.push(options.deadlineMs);
      return { outcome: 'not_applied' } as const;
    };
    const members = ['north', 'south'].map((memberName) => ({
      ...makePost({ clock, canFind: true, memberName }).bare,
      reconcile,
    }));
    const slowly = () => new Promise<void>((resolve) => void clock.after(slowMs, resolve));
    const get: KeyMemory['get'] = (name) => slowly().then(() => memory.get(name));
    const group = failover(post, members, { clock, memory: { ...memory, get } });
    const write = { operation: 'send', ...key, since: new Date(0) };
    return { had, search: (deadlineMs: number) => clock.settle(group.reconcile(write, { deadlineMs })) };
  }

  it('leaves the members only what the memory leaves of its deadline', async () => {
    const { search, had } = makeSearch(400);
    expect(await search(1000)).toMatchObject({ value: { outcome: 'not_applied' } });
    expect(had).toEqual([300, 600]);
  });

  it('asks nobody once its deadline is over', async () => {
    const { search, had } = makeSearch(200);
    expect(await search(100)).toMatchObject({ reason: { code: 'timeout', reason: 'deadline' } });
    expect(had).toEqual([]);
  });
});
