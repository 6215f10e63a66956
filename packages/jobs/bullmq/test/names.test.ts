import { describe, expect, it } from 'vitest';
import { fromEngineId, fromEngineName, toEngineId, toEngineName } from '../src/driver/names.ts';

describe('an id at BullMQ', () => {
  it.each(['1', 'wait', 'receipt:7', 'a b/c%3A', 'Zoë 🎁', '..', "(it's) *!"])(
    'says the same, without a colon: %s',
    (id) => {
      const engineId = toEngineId(id);
      expect(engineId).toMatch(/^j\.[^: ]+$/);
      expect(fromEngineId(engineId)).toBe(id);
    },
  );
});

describe('a name at BullMQ', () => {
  it('carries the ordering key, where there is one', () => {
    for (const orderingKey of ['order:7', 'job', 'Zoë'])
      expect(fromEngineName(toEngineName(orderingKey))).toEqual({ orderingKey });
    expect(fromEngineName(toEngineName(undefined))).toEqual({});
  });
});
