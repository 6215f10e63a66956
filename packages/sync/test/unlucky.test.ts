import type { SyncItem, SyncSource } from '@patchbay/sync';
import { describe, expect, it } from 'vitest';
import { newWorld } from './support/world.ts';

const start = new Date('2026-01-01');

/** A directory whose records never change, and which does not always list them all. */
function directory() {
  const listed = new Set(['ada', 'bob']);
  const from: SyncSource<string> = {
    async *all() {
      for (const id of listed) yield { id, value: id, updatedAt: start };
    },
  };
  return { listed, from };
}

describe('a record that a listing did not have once', () => {
  it('is brought back when it is listed again, although it is as old as before', async () => {
    const { forward, right, clock } = newWorld<string>();
    const { listed, from } = directory();
    const sync = forward({ from });
    await sync.run();
    listed.delete('bob'); // a page that shifted under our hands
    await clock.advance(1000);
    expect(await sync.run()).toMatchObject({ removed: 1 });
    listed.add('bob');
    await clock.advance(1000);
    expect(await sync.run()).toMatchObject({ upserted: 1 });
    expect(right.content).toEqual({ ada: 'ada', bob: 'bob' });
    expect(await sync.run()).toMatchObject({ upserted: 0, removed: 0, unchanged: 2 });
    listed.delete('bob');
    expect(await sync.run()).toMatchObject({ removed: 1 });
  });
});

describe('a listing whose ids are no texts', () => {
  it('is refused, instead of removing all that were', async () => {
    const { forward, right } = newWorld<string>();
    const ids: unknown[] = ['7'];
    const from: SyncSource<string> = {
      async *all() {
        // As a driver of a database without types hands them over.
        for (const id of ids) yield { id: id as string, value: 'seven', updatedAt: start };
      },
    };
    await forward({ from }).run();
    ids[0] = 7;
    await expect(forward({ from }).run()).rejects.toThrow(/lists the id 7, which is no text/);
    expect(right.content).toEqual({ 7: 'seven' });
  });
});

describe('a record that cannot be brought across', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;

  it.each<[string, Partial<SyncItem<unknown>>]>([
    ['a value that is no JSON', { value: 1n }],
    ['a value that holds itself', { value: circle }],
    ['no value, which would remove it', { value: undefined }],
    ['a value that JSON leaves out', { value: () => undefined }],
    ['no time', { updatedAt: new Date(Number.NaN) }],
    ['a version that is no number', { version: Number.NaN }],
  ])('for it has %s stands in the report, and holds up no other', async (_what, wrong) => {
    const { forward, right } = newWorld<unknown>();
    right.edit('bad', 'there', start);
    const from: SyncSource<unknown> = {
      async *changes() {
        yield { kind: 'upsert', id: 'bad', value: 1, updatedAt: start, ...wrong };
        yield { kind: 'upsert', id: 'good', value: 1, updatedAt: start };
        yield { kind: 'cursor', cursor: '2' };
      },
    };
    const report = await forward({ from }).run();
    expect(report).toMatchObject({ upserted: 1, failed: [{ id: 'bad' }] });
    expect(report).not.toHaveProperty('cursor');
    expect(right.content).toEqual({ bad: 'there', good: 1 });
  });
});

describe('a listing that is suddenly much shorter', () => {
  /** A directory of so many people, whose listing ends after the first few. */
  async function cut(known: number, listed: number) {
    const world = newWorld<string>();
    const { left, clock, forward } = world;
    for (let count = 0; count < known; count += 1) left.edit(`person-${count}`, 'here');
    const sync = forward({ from: left.listing });
    await sync.run();
    for (const id of [...left.records.keys()].slice(listed)) left.records.delete(id);
    await clock.advance(1000);
    return { ...world, sync };
  }
  const count = (people: object): number => Object.keys(people).length;

  it.each([
    ['nothing', 3, 0],
    ['nothing of very many', 600, 0],
    ['less than half', 40, 19],
  ])('to %s removes nothing, and says how to allow it', async (_what, known, listed) => {
    const { sync, right } = await cut(known, listed);
    const refused = sync.run();
    await expect(refused).rejects.toMatchObject({
      code: 'precondition_failed',
      outcome: 'not_applied',
      retryable: false,
      hint: expect.stringContaining(`maxRemovals: ${known - listed}`),
    });
    await expect(refused).rejects.toThrow(`lists ${listed} of the ${known} records`);
    expect(count(right.content)).toBe(known);
    expect(await sync.run({ maxRemovals: known - listed })).toMatchObject({ removed: known - listed });
    expect(count(right.content)).toBe(listed);
    expect(await sync.run()).toMatchObject({ removed: 0, unchanged: listed });
  });

  it.each([
    ['by half', 40, 20],
    ['by a few, though they are most', 12, 2],
  ])('%s is believed', async (_what, known, listed) => {
    const { sync, right } = await cut(known, listed);
    expect(await sync.run()).toMatchObject({ removed: known - listed });
    expect(count(right.content)).toBe(listed);
  });

  it('brings across what it has all the same, and removes when it is whole again', async () => {
    const { sync, left, right, clock } = await cut(40, 0);
    left.edit('new', 'here');
    await expect(sync.run()).rejects.toThrow(/lists 0 of the 40/);
    expect([right.value('new'), count(right.content)]).toEqual(['here', 41]);
    for (let number = 1; number < 40; number += 1) left.edit(`person-${number}`, 'back');
    await clock.advance(1000);
    expect(await sync.run()).toMatchObject({ removed: 1, upserted: 39 });
    expect(right.value('person-0')).toBeUndefined();
  });

  it('counts neither what was removed long ago nor what is new', async () => {
    const { sync, left, right, clock } = await cut(40, 12);
    await sync.run({ maxRemovals: Number.POSITIVE_INFINITY });
    for (const id of left.records.keys()) left.records.delete(id);
    for (let number = 0; number < 100; number += 1) left.edit(`other-${number}`, 'here');
    await clock.advance(1000);
    await expect(sync.run()).rejects.toThrow(/lists 0 of the 12/);
    expect(count(right.content)).toBe(112);
  });

  it('is held to the limit of the run, also below the usual one', async () => {
    const { sync } = await cut(12, 10);
    await expect(sync.run({ maxRemovals: 1 })).rejects.toThrow(/more than the 1 that are allowed/);
    await expect(sync.run({ maxRemovals: Number.NaN })).rejects.toThrow(RangeError);
    expect(await sync.run({ maxRemovals: 2 })).toMatchObject({ removed: 2 });
  });
});

describe('a feed that says that all were removed', () => {
  it('is believed', async () => {
    const { forward, left, right, clock } = newWorld<string>();
    for (let number = 0; number < 20; number += 1) left.edit(`person-${number}`, 'here');
    await forward().run();
    await clock.advance(1000);
    for (let number = 0; number < 20; number += 1) left.edit(`person-${number}`, undefined);
    expect(await forward().run({ maxRemovals: 0 })).toMatchObject({ removed: 20 });
    expect(right.content).toEqual({});
  });
});
