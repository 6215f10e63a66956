import { expect, it } from 'vitest';
import { newWorld } from './support/world.ts';

it('A run writes several records side by side, and those of one id in turn', async () => {
  const { left, right, forward } = newWorld<string>();
  for (const id of ['a', 'b', 'a', 'c', 'a']) left.edit(id, `${id}${left.log.length}`);
  const busy = new Set<string>();
  let most = 0;
  let meet = (): void => undefined;
  const met = new Promise<void>((resolve) => (meet = resolve));
  const { get, ...target } = right.target;
  const upsert: typeof target.upsert = async (id, ...given) => {
    expect(busy.has(id)).toBe(false);
    most = Math.max(most, busy.add(id).size);
    if (busy.size === 2) meet();
    await met; // the first one waits for another beside it
    busy.delete(id);
    return target.upsert(id, ...given);
  };
  await forward({ to: { ...target, get, upsert }, concurrency: 2 }).run();
  expect(most).toBe(2);
  expect(right.content).toEqual({ a: 'a4', b: 'b1', c: 'c3' });
});
