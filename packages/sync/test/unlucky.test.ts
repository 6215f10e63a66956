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
