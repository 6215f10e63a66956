import { array, assert, asyncProperty, integer, scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLanes } from '../../src/receive/lanes.ts';

describe('the events of one request', () => {
  it('are kept object by object in their order, at most eight at a time, whoever is quick or slow', async () => {
    await assert(
      asyncProperty(
        array(integer({ min: 0, max: 11 }), { maxLength: 40 }),
        scheduler(),
        async (objects, turns) => {
          const events = objects.map((object, place) => ({ object, place }));
          const kept: (typeof events)[number][] = [];
          let busy = 0;
          const work = async (event: (typeof events)[number]): Promise<number> => {
            busy += 1;
            expect(busy).toBeLessThanOrEqual(8);
            await turns.schedule(Promise.resolve());
            busy -= 1;
            kept.push(event);
            return event.place;
          };
          const results = await turns.waitFor(inLanes(events, ({ object }) => String(object), work));
          expect(results).toEqual(events.map(({ place }) => place));
          for (const one of new Set(objects)) {
            const places = kept.filter(({ object }) => object === one).map(({ place }) => place);
            expect(places).toEqual(places.toSorted((first, second) => first - second));
          }
        },
      ),
    );
  });
});
