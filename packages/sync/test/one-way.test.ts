import { memoryState } from '@patchbay/state-memory';
import { sourceWins } from '@patchbay/sync';
import { describe, expect, it } from 'vitest';
import { newWorld } from './support/world.ts';

const day = 86_400_000;
const nothing = { upserted: 0, removed: 0, unchanged: 0, conflicts: 0, failed: [] };

describe('a sync in one way', () => {
  it('brings records and removals across, and has nothing to do when nothing changed', async () => {
    const { left, right, forward } = newWorld<string>();
    left.edit('ada', 'Ada');
    left.edit('bob', 'Bob');
    expect(await forward().run()).toMatchObject({ ...nothing, upserted: 2, cursor: '2' });
    left.edit('bob', undefined);
    expect(await forward().run()).toMatchObject({ ...nothing, removed: 1, cursor: '3' });
    expect(await forward().run()).toMatchObject({ ...nothing, cursor: '3' });
    expect(right.content).toEqual({ ada: 'Ada' });
    expect(right.writes).toHaveLength(3);
  });

  it('finds by a listing what was removed, and writes nothing twice', async () => {
    const { left, right, forward, clock } = newWorld<string>({ conflict: sourceWins() });
    const sync = forward({ from: left.listing });
    left.edit('ada', 'Ada');
    left.edit('bob', 'Bob');
    await sync.run();
    await clock.advance(1000);
    left.edit('bob', undefined);
    left.edit('cyd', 'Cyd');
    expect(await sync.run()).toMatchObject({ ...nothing, upserted: 1, removed: 1, unchanged: 1 });
    expect(await sync.run()).toMatchObject({ ...nothing, unchanged: 2 });
    expect(right.content).toEqual({ ada: 'Ada', cyd: 'Cyd' });
  });

  it('leaves alone at the target what never was the source’s', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    right.edit('zoe', 'Zoe');
    left.edit('ada', 'Ada');
    for (const from of [left.changes, left.listing]) {
      await forward({ from }).run();
      await clock.advance(1000);
    }
    expect(right.content).toEqual({ ada: 'Ada', zoe: 'Zoe' });
  });

  it('does not let a change that comes late or twice undo a later one', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    left.order = (entries) => [...entries].reverse().flatMap((entry) => [entry, entry]);
    for (const name of ['Ada', 'Ada L.', 'Ada Lovelace']) {
      left.edit('ada', name);
      await clock.advance(1);
    }
    await forward().run();
    expect(right.writes.map(({ value }) => value)).toEqual(['Ada Lovelace']);
  });

  it('goes by the version before the time', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    left.editVersion('ada', 'second', 2);
    await clock.advance(1000);
    left.editVersion('ada', 'first', 1);
    await forward().run();
    expect(right.content).toEqual({ ada: 'second' });
  });

  it('hands the ages, the revision and a growing fence to the target', async () => {
    const { left, right, forward } = newWorld<string>();
    left.editVersion('ada', 'Ada', 1);
    await forward().run();
    left.editVersion('ada', 'Ada L.', 2);
    await forward().run();
    const [first, second] = right.writes;
    expect([first?.version, first?.expected]).toEqual([1, undefined]);
    expect([second?.version, second?.expected]).toEqual([2, '0']);
    expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
  });

  it('takes what a target makes of a value for its own writing', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    const target = right.target;
    const to = {
      ...target,
      upsert: async (...[id, value, write]: Parameters<typeof target.upsert>) => {
        const lower = value.toLowerCase();
        return (await target.upsert(id, lower, write)) && { value: lower };
      },
    };
    left.edit('ada', 'ADA');
    await forward({ to }).run();
    await clock.advance(1);
    left.edit('ada', 'ADA L.');
    expect(await forward({ to }).run()).toMatchObject({ upserted: 1, conflicts: 0 });
  });
});

describe('a removal', () => {
  it('stands against a change that is older and comes later, until it is forgotten', async () => {
    const { left, right, forward, clock } = newWorld<string>({ tombstoneMs: 30 * day });
    const written = new Date(clock.now());
    left.edit('ada', 'Ada');
    await forward().run();
    await clock.advance(1000);
    left.edit('ada', undefined);
    await forward().run();
    await clock.advance(30 * day - 1);
    left.log.push({ kind: 'upsert', id: 'ada', value: 'late', updatedAt: written });
    expect(await forward().run()).toMatchObject({ ...nothing, unchanged: 1 });
    expect(right.content).toEqual({});
    await clock.advance(1);
    right.records.clear();
    left.log.push({ kind: 'upsert', id: 'ada', value: 'late', updatedAt: written });
    await forward().run();
    expect(right.content).toEqual({ ada: 'late' });
  });

  it('stands against a change of the same moment that comes later', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    left.edit('ada', 'Ada');
    await forward().run();
    await clock.advance(1000);
    left.edit('ada', undefined);
    await forward().run();
    left.log.push({ kind: 'upsert', id: 'ada', value: 'at once', updatedAt: new Date(clock.now()) });
    expect(await forward().run()).toMatchObject({ ...nothing, unchanged: 1 });
    expect(right.content).toEqual({});
  });

  it('also of a record that never came across', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    left.order = (entries) => [...entries].reverse();
    left.edit('ada', 'Ada');
    await clock.advance(1);
    left.edit('ada', undefined);
    await forward().run();
    expect(right.writes).toEqual([]);
  });

  it('does not keep a record away that was made anew', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    for (const value of ['Ada', undefined, 'Ada again']) {
      left.edit('ada', value);
      await forward().run();
      await clock.advance(1);
    }
    expect(right.content).toEqual({ ada: 'Ada again' });
  });
});

describe('what goes wrong', () => {
  it('with one record stands in the report, holds the cursor, and is tried again', async () => {
    const { left, right, forward } = newWorld<string>();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) left.edit(id, id);
    const wrong = new Error('The target does not like b.');
    right.before = (id) => {
      if (id === 'b') throw wrong;
    };
    const report = await forward().run();
    expect(report).toMatchObject({ upserted: 6, failed: [{ id: 'b', error: wrong }] });
    expect(report.cursor).toBeUndefined();
    right.before = () => undefined;
    expect(await forward().run()).toMatchObject({ upserted: 1, unchanged: 6, failed: [], cursor: '7' });
  });

  it('with the source is thrown, and what came before is not repeated', async () => {
    const { left, right, forward } = newWorld<string>();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) left.edit(id, id);
    let calls = 0;
    left.order = (entries) => {
      calls += 1;
      if (calls === 2) throw new Error('The source is down.');
      return entries;
    };
    await expect(forward().run()).rejects.toThrow('The source is down.');
    expect(await forward().run()).toMatchObject({ upserted: 1, unchanged: 0, cursor: '6' });
    expect(right.writes).toHaveLength(6);
  });

  it('by a target that changes under our hands is looked at again', async () => {
    const { left, right, forward, clock } = newWorld<string>();
    left.edit('ada', 'Ada');
    await forward().run();
    await clock.advance(10);
    left.edit('ada', 'of the source');
    await clock.advance(10);
    right.before = () => {
      right.before = () => undefined;
      right.edit('ada', 'of somebody else');
    };
    expect(await forward().run()).toMatchObject({ conflicts: 1, upserted: 0 });
    expect(right.content).toEqual({ ada: 'of somebody else' });
  });

  it('by an abort ends the run before the next record', async () => {
    const { left, right, forward } = newWorld<string>();
    const controller = new AbortController();
    for (const id of ['a', 'b', 'c']) left.edit(id, id);
    right.after = () => controller.abort(new Error('Enough.'));
    await expect(forward({ concurrency: 1 }).run({ signal: controller.signal })).rejects.toThrow('Enough.');
    expect(right.content).toEqual({ a: 'a' });
    right.after = () => undefined;
    expect(await forward().run()).toMatchObject({ upserted: 2, unchanged: 1 });
  });
});

describe('a run', () => {
  it('is alone over all machines', async () => {
    const { left, right, forward, back } = newWorld<string>();
    left.edit('ada', 'Ada');
    let others: Promise<unknown>[] = [];
    right.before = () => {
      others = [forward().run(), back().run()].map((run) => run.catch((error: unknown) => error));
    };
    const report = forward().run();
    expect(await report).toMatchObject({ upserted: 1 });
    for (const error of await Promise.all(others)) {
      expect(error).toMatchObject({ code: 'conflict', reason: 'lease_taken' });
    }
  });

  it('says how old the newest change is that came across', async () => {
    const { left, forward, clock } = newWorld<string>();
    const lags: (number | undefined)[] = [];
    const sync = forward({ onRun: ({ lagMs }) => lags.push(lagMs) });
    await sync.run();
    left.edit('ada', 'Ada');
    await clock.advance(2000);
    left.edit('bob', 'Bob');
    await clock.advance(5000);
    await sync.run();
    await clock.advance(1000);
    await sync.run();
    expect(lags).toEqual([undefined, 5000, 6000]);
  });
});

describe('options that would not hold', () => {
  it.each([{ name: 'a:b' }, { concurrency: 0 }, { tombstoneMs: 0.5 }, { leaseMs: -1 }])('%o', (wrong) => {
    const { forward } = newWorld<string>();
    expect(() => forward({ state: memoryState(), ...wrong })).toThrow(RangeError);
  });
});
