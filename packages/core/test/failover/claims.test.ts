import { processMemory } from '@patchbay/core/failover';
import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claimed, Claims } from '../../src/failover/claims.ts';

const key = 'order-7';
/** A member's name, and the ids of 16 calls. */
const longest = 20 + 16 * 37;

/** A call that enters, or one that is in and gives the key back; the others stay, as after a success or a crash. */
type Step = { readonly enters: string } | { readonly leaves: number };

const steps = array<Step>(
  oneof(
    record({ enters: constantFrom('first', 'second') }),
    record({ leaves: integer({ min: 0, max: 100 }) }),
  ),
  { maxLength: 100, size: 'max' },
);

async function take(step: Step, claims: Claims, inside: Claimed[]) {
  if ('enters' in step) {
    const claimed = await claims.enter(key, step.enters);
    inside.push(claimed);
    return { claimed, isFree: false };
  }
  const [leaving] = inside.splice(step.leaves % Math.max(1, inside.length), 1);
  return { claimed: undefined, isFree: (await leaving?.release()) ?? false };
}

describe('the calls of a key', () => {
  it('keep it where it is until the last one gives it back, and its record short, however many there are', async () => {
    await assert(
      asyncProperty(steps, async (script) => {
        const memory = processMemory();
        const claims = new Claims(memory);
        const inside: Claimed[] = [];
        let owner: string | undefined;
        for (const step of script) {
          const { isFree, claimed } = await take(step, claims, inside);
          expect(isFree && inside.length > 0).toBe(false);
          owner = isFree ? undefined : (owner ?? claimed?.member);
          expect(claimed?.member).toBe(claimed && owner);
          expect(await claims.owner(key)).toBe(owner);
          expect((await memory.get(key))?.length ?? 0).toBeLessThan(longest);
        }
      }),
    );
  });

  it('are told apart where there are a few, so that the key is free again once all of them did nothing', async () => {
    const claims = new Claims(processMemory());
    const inside = await Promise.all(Array.from({ length: 16 }, () => claims.enter(key, 'first')));
    const freed: boolean[] = [];
    for (const claimed of inside) freed.push(await claimed.release());
    expect(freed.filter(Boolean)).toHaveLength(1);
    expect((await claims.enter(key, 'second')).member).toBe('second');
  });

  it('hold the key for good where they were too many to tell apart, though all of them did nothing', async () => {
    const memory = processMemory();
    const claims = new Claims(memory);
    const inside: Claimed[] = [];
    for (let count = 0; count < 500; count += 1) inside.push(await claims.enter(key, 'first'));
    for (const claimed of inside) expect(await claimed.release()).toBe(false);
    expect((await claims.enter(key, 'second')).member).toBe('first');
    expect((await memory.get(key))?.length).toBeLessThan(longest);
  });

  it('reads the records of an older version, which told all of them apart', async () => {
    const memory = processMemory();
    await memory.replace(
      key,
      undefined,
      ['first', ...Array.from({ length: 90 }, (_, at) => `call-${at}`)].join('\n'),
      1000,
    );
    const claims = new Claims(memory);
    const claimed = await claims.enter(key, 'second');
    expect(claimed.member).toBe('first');
    expect(await claimed.release()).toBe(false);
    expect(await claims.owner(key)).toBe('first');
  });
});
