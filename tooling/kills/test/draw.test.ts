import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@patchbay/testing';
import { expect, it } from 'vitest';
import { drawKills } from '../draw.ts';
import { momentsOf } from '../moments.ts';
import { phaseNames } from '../phases.ts';
import { readStory } from '../story.ts';

it('kills at each phase once before at any of them twice, the same for the same seed', () => {
  const drawn = drawKills(50, seededRandom(7));
  for (const from of [0, 20])
    expect(new Set(drawn.slice(from, from + 20).map(({ phase }) => phase))).toEqual(new Set(phaseNames));
  expect(drawn).toHaveLength(50);
  expect(drawKills(50, seededRandom(7))).toEqual(drawn);
  expect(drawKills(50, seededRandom(8))).not.toEqual(drawn);
});

it('ends a process at the phase that is aimed at, counted from then on, and writes down what it went through', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-story-'));
  const file = join(folder, 'story');
  const moments = momentsOf(3, file);
  expect(moments.announce('mail-asked', 'a')).toBe(false);
  moments.aim({ phase: 'mail-asked', time: 2 });
  expect(moments.announce('mail-asked', 'b')).toBe(false);
  expect(moments.announce('mail-answered', 'b')).toBe(false);
  expect(moments.announce('mail-asked', 'c')).toBe(true);
  expect(moments.announce('mail-asked', 'd')).toBe(false);
  expect(readStory(file).map(({ life, about, isEnd }) => [life, about, isEnd])).toEqual([
    [3, 'a', false],
    [3, 'b', false],
    [3, 'b', false],
    [3, 'c', true],
    [3, 'd', false],
  ]);
  await rm(folder, { recursive: true });
});
