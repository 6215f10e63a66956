import { fallback } from '@patchbay/core/failover';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type Fault, makeGroup, Till } from './till.ts';

function setUp(options: { readonly otherwise?: string; readonly most?: number } = {}) {
  const clock = virtualClock();
  const till = new Till('a');
  const { members } = makeGroup({ tills: [till], clock });
  const notes = fallback<string>({ maxAgeMs: 60_000, clock, ...options });
  const read = (id: string, ...faults: Fault[]) => {
    till.faults.push(...faults);
    return notes.read(id, async () => (await members[0]?.get(id))?.note ?? '');
  };
  const add = async (note: string) => (await members[0]?.charge({ note }))?.id ?? '';
  return { clock, read, add };
}

describe('a fallback for reads', () => {
  it.each(['down', 'broken', 'busy', 'refuses'] as const)(
    'gives what was read before while the provider is %s, and says so',
    async (fault) => {
      const { read, add, clock } = setUp();
      const id = await add('tea');
      expect(await read(id)).toEqual({ source: 'live', value: 'tea' });
      await clock.advance(59_000);
      expect(await read(id, fault)).toMatchObject({ source: 'kept', value: 'tea', ageMs: 59_000 });
      expect(await read(id)).toMatchObject({ source: 'live' });
    },
  );

  it('gives nothing that is older than it may be', async () => {
    const { read, add, clock } = setUp();
    const id = await add('tea');
    await read(id);
    await clock.advance(60_001);
    await expect(read(id, 'down')).rejects.toMatchObject({ code: 'network' });
  });

  it('gives the default where nothing is known', async () => {
    const { read } = setUp({ otherwise: 'no note' });
    expect(await read('a_1', 'down')).toMatchObject({ source: 'otherwise', value: 'no note' });
  });

  it('takes a refusal of the request for an answer, and forgets what was before', async () => {
    const { read, add } = setUp({ otherwise: 'no note' });
    const id = await add('tea');
    await read(id);
    await expect(read('a_9')).rejects.toMatchObject({ code: 'not_found' });
    expect(await read('a_9', 'down')).toMatchObject({ source: 'otherwise' });
    expect(await read(id, 'down')).toMatchObject({ source: 'kept', value: 'tea' });
  });

  it('keeps no more than it may', async () => {
    const { read, add } = setUp({ most: 1 });
    const [first, second] = [await add('tea'), await add('milk')];
    await read(first);
    await read(second);
    expect(await read(second, 'down')).toMatchObject({ source: 'kept', value: 'milk' });
    await expect(read(first, 'down')).rejects.toMatchObject({ code: 'network' });
  });
});
