import { describe, expect, it } from 'vitest';
import { work } from '../job.ts';
import { type PlantName, planted } from '../planted.ts';

/** Enough for these guards; the run itself plays many more. */
const [count, seed] = [300, 1];

function prove(plant: PlantName) {
  return work({ facade: planted[plant].facade, plant, overSockets: false, count, seed });
}

describe('the scripts of chaos', () => {
  it.each(['changed-key', 'forgetful-ledger', 'left-listener'] as const)(
    'notice a broken guard: %s',
    async (plant) => {
      const { counterexample } = await prove(plant);
      expect(counterexample?.wrong.join()).toMatch(planted[plant].finds);
    },
  );

  it('show nothing wrong where no guard is broken', async () => {
    const { counterexample, played } = await work({
      facade: 'office-group',
      overSockets: false,
      count: 50,
      seed,
    });
    expect(counterexample).toBeUndefined();
    expect(played).toBe(50);
  });

  it('are made small, and once more found by the path that is printed', async () => {
    const { counterexample: first } = await prove('forgetful-ledger');
    const { facade } = planted['forgetful-ledger'];
    const path = first?.path;
    const again = await work({ facade, plant: 'forgetful-ledger', overSockets: false, count: 1, seed, path });
    expect(again.counterexample?.script).toBe(first?.script);
    expect(first?.script.match(/machines? (\d )?call/g)).toHaveLength(1);
  });

  it('go over sockets, and leave none open', async () => {
    const { counterexample } = await work({ facade: 'stripe', overSockets: true, count: 5, seed });
    expect(counterexample).toBeUndefined();
  });
});
