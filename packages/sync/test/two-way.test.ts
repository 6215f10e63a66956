import { byVersion, manual, merge, type Sync, sourceWins } from '@patchbay/sync';
import { describe, expect, it } from 'vitest';
import { newWorld, type World } from './support/world.ts';

/** One run in each direction. */
async function both<T>({ forward, back, clock }: World<T>) {
  const reports = [await forward().run(), await back().run()] as const;
  await clock.advance(1000);
  return reports;
}

async function listed(sync: Sync<string>) {
  const conflicts = [];
  for await (const conflict of sync.conflicts()) conflicts.push(conflict);
  return conflicts;
}

/** Both sides have the record; then each changes it, the right one later. */
async function bothChanged(
  world: World<string>,
  [base, mine, theirs]: readonly [string, string | undefined, string | undefined],
) {
  world.left.edit('ada', base);
  await both(world);
  world.left.edit('ada', mine);
  await world.clock.advance(1000);
  world.right.edit('ada', theirs);
  await world.clock.advance(1000);
}

describe('two syncs, one in each direction', () => {
  it('do not send back what the other one wrote', async () => {
    const world = newWorld<string>();
    world.left.edit('ada', 'Ada');
    world.right.edit('bob', 'Bob');
    await both(world);
    const [forward, back] = await both(world);
    expect([forward, back]).toMatchObject([
      { upserted: 0, conflicts: 0 },
      { upserted: 0, conflicts: 0 },
    ]);
    expect([world.left.writes.length, world.right.writes.length]).toEqual([1, 1]);
    expect(world.left.content).toEqual(world.right.content);
  });

  it('do not take what was written for news after the source has gone on', async () => {
    const world = newWorld<string>({ conflict: sourceWins() });
    world.left.edit('ada', 'first');
    await world.forward().run();
    await world.clock.advance(1);
    world.left.edit('ada', 'second');
    expect(await world.back().run()).toMatchObject({ upserted: 0, conflicts: 0, unchanged: 1 });
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'second' }, { ada: 'second' }]);
  });

  it('nor when the run died between its writing and its note of it', async () => {
    const world = newWorld<string>({ conflict: sourceWins() });
    world.left.edit('ada', 'first');
    const failed = new Error('The process dies.');
    world.right.after = () => {
      throw failed;
    };
    expect(await world.forward().run()).toMatchObject({ failed: [{ error: failed }] });
    world.right.after = () => undefined;
    await world.clock.advance(1);
    world.left.edit('ada', 'second');
    expect(await world.back().run()).toMatchObject({ upserted: 0, conflicts: 0, unchanged: 1 });
    await both(world);
    expect(world.right.content).toEqual({ ada: 'second' });
  });

  it('nor removals of theirs', async () => {
    const world = newWorld<string>();
    world.left.edit('ada', 'Ada');
    await both(world);
    world.right.edit('ada', undefined);
    await both(world);
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{}, {}]);
    expect([world.left.writes.length, world.right.writes.length]).toEqual([1, 1]);
  });

  it('see no conflict where the sides took turns', async () => {
    const world = newWorld<string>();
    for (const side of [world.left, world.right, world.right, world.left]) {
      side.edit('ada', `${side === world.left ? 'left' : 'right'} ${world.clock.now()}`);
      const reports = await both(world);
      expect(reports.map(({ conflicts }) => conflicts)).toEqual([0, 0]);
      await both(world);
    }
    expect(world.left.content).toEqual(world.right.content);
  });

  it('do not remove at the one side what a listing of the other has not had yet', async () => {
    const world = newWorld<string>();
    world.right.edit('ada', 'Ada');
    world.left.before = () => {
      throw new Error('The left side is down.');
    };
    await world.back({ from: world.right.listing }).run();
    await world.clock.advance(1000);
    await world.forward({ from: world.left.listing }).run();
    expect(world.right.content).toEqual({ ada: 'Ada' });
  });
});

describe('a record that both sides changed', () => {
  it('is the last writer’s by byVersion', async () => {
    const world = newWorld<string>({ conflict: byVersion() });
    await bothChanged(world, ['base', 'mine', 'theirs']);
    const [forward] = await both(world);
    expect(forward).toMatchObject({ conflicts: 1, upserted: 0 });
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'theirs' }, { ada: 'theirs' }]);
  });

  it.each([
    ['stays removed where that was last', 'mine', undefined, {}],
    ['is there again where it was changed after that', undefined, 'theirs', { ada: 'theirs' }],
  ])('%s', async (_, mine, theirs, content) => {
    const world = newWorld<string>();
    await bothChanged(world, ['base', mine, theirs]);
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([content, content]);
  });

  it('is the source’s by sourceWins, also where that is older', async () => {
    const world = newWorld<string>({ conflict: sourceWins() });
    await bothChanged(world, ['base', 'mine', 'theirs']);
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'mine' }, { ada: 'mine' }]);
  });

  it('is made one by merge, which knows what both had before', async () => {
    const seen: unknown[] = [];
    const conflict = merge<string>(({ base, incoming, present }) => {
      seen.push([base, incoming.value, present.value]);
      return `${incoming.value}+${present.value}`;
    });
    const world = newWorld<string>({ conflict });
    await bothChanged(world, ['base', 'mine', 'theirs']);
    const reports = await both(world);
    expect(seen).toEqual([['base', 'mine', 'theirs']]);
    expect(reports.map(({ conflicts, upserted }) => [conflicts, upserted])).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect([world.left.content, world.right.content]).toEqual([
      { ada: 'mine+theirs' },
      { ada: 'mine+theirs' },
    ]);
  });

  it('is merged again where the source changed before it saw the first merger', async () => {
    const conflict = merge<string>(({ incoming, present }) =>
      [...new Set(`${incoming.value}${present.value}`.split(''))].sort().join(''),
    );
    const world = newWorld<string>({ conflict });
    await bothChanged(world, ['a', 'ab', 'ac']);
    await world.forward().run();
    world.left.edit('ada', 'abd');
    await both(world);
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'abcd' }, { ada: 'abcd' }]);
  });

  it('may be removed by merge', async () => {
    const world = newWorld<string>({ conflict: merge<string>(() => undefined) });
    await bothChanged(world, ['base', 'mine', 'theirs']);
    await both(world);
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{}, {}]);
  });
});

describe('a conflict that a person decides', () => {
  async function conflicting() {
    const world = newWorld<string>({ conflict: manual() });
    await bothChanged(world, ['base', 'mine', 'theirs']);
    const forward = world.forward();
    expect(await forward.run()).toMatchObject({ conflicts: 1, upserted: 0, failed: [] });
    return { world, forward };
  }

  it('waits, is listed, and changes nothing', async () => {
    const { world, forward } = await conflicting();
    expect(await forward.run()).toMatchObject({ conflicts: 0 });
    expect(await listed(forward)).toMatchObject([
      { id: 'ada', incoming: { value: 'mine' }, present: { value: 'theirs', updatedAt: expect.any(Date) } },
    ]);
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'mine' }, { ada: 'theirs' }]);
  });

  it.each([
    ['incoming' as const, 'mine'],
    [{ value: 'both' }, 'both'],
    [{ removed: true } as const, undefined],
  ])('ends for both directions by %o', async (resolution, value) => {
    const { world, forward } = await conflicting();
    await world.back().run();
    await forward.resolve('ada', resolution);
    await both(world);
    await both(world);
    expect([world.left.value('ada'), world.right.value('ada')]).toEqual([value, value]);
    for (const sync of [forward, world.back()]) expect(await listed(sync)).toEqual([]);
  });

  it('ends by what is present, which the other direction may then bring back', async () => {
    const { world, forward } = await conflicting();
    await forward.resolve('ada', 'present');
    await both(world);
    expect([world.left.content, world.right.content]).toEqual([{ ada: 'theirs' }, { ada: 'theirs' }]);
  });

  it('ends by itself when both sides have come to the same', async () => {
    const { world, forward } = await conflicting();
    world.left.edit('ada', 'theirs');
    await forward.run();
    expect(await listed(forward)).toEqual([]);
  });

  it('is not decided by what somebody saw before the target changed again', async () => {
    const { world, forward } = await conflicting();
    world.right.edit('ada', 'newer');
    await expect(forward.resolve('ada', 'incoming')).rejects.toThrow(RangeError);
    expect(world.right.content).toEqual({ ada: 'newer' });
    expect(await listed(forward)).toMatchObject([{ present: { value: 'newer' } }]);
    await forward.resolve('ada', 'incoming');
    await expect(forward.resolve('ada', 'incoming')).rejects.toThrow('No conflict');
    expect(world.right.content).toEqual({ ada: 'mine' });
  });
});
