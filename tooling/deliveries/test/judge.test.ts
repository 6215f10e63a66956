import { seededRandom } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type Delivery, delivery, shuffledDeliveries } from '../deliveries.ts';
import type { Effect } from '../effects.ts';
import { judge } from '../judge.ts';
import type { Sent } from '../sender.ts';

function sent(one: Delivery, at: number, status = one.kind === 'genuine' ? 200 : 400): Sent {
  return { delivery: one, status, dueAt: at, endedAt: at + 1 };
}

function effect(event: string, began: number, object = 'pi_1'): Effect {
  return { event, object, began, ended: began + 2 };
}

const [first, second] = [delivery('genuine', 'evt_1', 'pi_1'), delivery('genuine', 'evt_2', 'pi_1')];
const forged = delivery('forged', 'evt_x', 'pi_1');
const requests = [sent(first, 0), sent(first, 3), sent(forged, 4), sent(second, 5)];

describe('the judge of a burst', () => {
  it('is content when each genuine event has one effect in its turn', () => {
    expect(judge(requests, [effect('evt_1', 10), effect('evt_2', 20)])).toEqual([]);
  });

  it.each([
    ['a genuine one that is refused', [sent(first, 0, 503)], [effect('evt_1', 10)], 'answered with 503'],
    ['a forged one that is taken', [sent(forged, 0, 200)], [], 'answered with 200'],
    ['one that is lost', requests, [effect('evt_1', 10)], 'evt_2 had no effect'],
    [
      'one that comes twice',
      requests,
      [effect('evt_1', 10), effect('evt_1', 20), effect('evt_2', 30)],
      'evt_1 had 2 effects',
    ],
    [
      'one that nobody sent',
      requests,
      [effect('evt_1', 10), effect('evt_2', 20), effect('evt_x', 30)],
      'not genuine',
    ],
    ['two at once', requests, [effect('evt_1', 10), effect('evt_2', 11)], 'while another of pi_1'],
    [
      'one out of its turn',
      requests,
      [effect('evt_2', 10), effect('evt_1', 20)],
      'evt_2 had its effect before evt_1',
    ],
  ])('tells of %s', (_what, made, effects, phrase) => {
    expect(judge(made, effects).join('\n')).toContain(phrase);
  });

  it('leaves two free that were under way at the same time', () => {
    const together = [sent(first, 0), sent(second, 0.5)];
    expect(judge(together, [effect('evt_2', 10), effect('evt_1', 20)])).toEqual([]);
  });
});

describe('the deliveries of a burst', () => {
  const all = shuffledDeliveries(2000, seededRandom(1));

  it('are one in twenty spoilt, and each event comes one to four times', () => {
    const genuine = all.filter(({ kind }) => kind === 'genuine');
    expect(all).toHaveLength(2000);
    expect(genuine).toHaveLength(1900);
    const copies = new Map<string, number>();
    for (const { eventId } of genuine) copies.set(eventId, (copies.get(eventId) ?? 0) + 1);
    expect(new Set(copies.values())).toEqual(new Set([1, 2, 3, 4]));
  });

  it('are spoilt in every way', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(
      new Set(['genuine', 'forged', 'stale', 'truncated']),
    );
  });
});
