import { describe, expect, it } from 'vitest';
import { categories } from '../src/categories.ts';

describe.each(Object.entries(categories))('the planted things of %s', (_name, { cases, planting }) => {
  const { drivers, fakes, strictness } = planting;

  it('are told apart by their ids', () => {
    for (const planted of [drivers, fakes]) {
      const ids = planted.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('each name a case that exists', () => {
    const known = new Set([...cases, ...strictness].map(({ id }) => id));
    const named = [...drivers, ...fakes].map(({ caughtBy }) => caughtBy);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('between them try every group of the suite', () => {
    const tried = new Set([...drivers, ...fakes].map(({ caughtBy }) => caughtBy.split('.')[0]));
    const groups = new Set([...cases.map(({ group }) => group), ...(strictness.length > 0 ? ['fake'] : [])]);
    expect(tried).toEqual(groups);
  });
});

describe.each(['payments', 'email', 'auth'])('the planted things of %s', (name) => {
  it('are at least thirty broken drivers and thirty lenient fakes', () => {
    const { drivers = [], fakes = [] } = categories[name]?.planting ?? {};
    expect(drivers.length).toBeGreaterThanOrEqual(30);
    expect(fakes.length).toBeGreaterThanOrEqual(30);
  });
});

describe.each(['state', 'jobs'])('the planted things of %s', (name) => {
  it('are at least twenty-five broken drivers', () => {
    expect(categories[name]?.planting.drivers.length ?? 0).toBeGreaterThanOrEqual(25);
  });
});
