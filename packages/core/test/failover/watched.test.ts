import type { Interceptor } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { makeGroup, Till } from './till.ts';

/** Writes down what it is shown. */
function listener(seen: string[]): Interceptor {
  return {
    async around({ operation, integration }, next) {
      seen.push(`begins ${operation} of ${integration}`);
      return next().finally(() => seen.push('ends'));
    },
    moved: ({ operation, from, error }) => {
      seen.push(`${operation.integration} moves on from ${from}: ${error.code}`);
    },
  };
}

describe('what an interceptor sees of a failover group', () => {
  it('is the whole call, and each time that it moves on', async () => {
    const tills = [new Till('a'), new Till('b')] as const;
    tills[0].faults.push('down');
    const seen: string[] = [];
    const { group } = makeGroup({ tills, interceptors: [listener(seen)] });
    await group.charge({}, { idempotencyKey: 'order-7' });
    expect(seen).toEqual(['begins till.charge of till', 'till moves on from first: network', 'ends']);
  });

  it('is no move where nobody is left to ask', async () => {
    const tills = [new Till('a'), new Till('b')] as const;
    tills[0].faults.push('down');
    tills[1].faults.push('down');
    const seen: string[] = [];
    const { group } = makeGroup({ tills, interceptors: [listener(seen)] });
    await expect(group.charge({}, { idempotencyKey: 'order-7' })).rejects.toMatchObject({ code: 'network' });
    expect(seen).toEqual(['begins till.charge of till', 'till moves on from first: network', 'ends']);
  });

  it('can be refused by it, before any member is asked', async () => {
    const tills = [new Till('a')];
    const refuse: Interceptor = { around: async () => Promise.reject(new Error('not today')) };
    const { group } = makeGroup({ tills, interceptors: [refuse] });
    await expect(group.charge({})).rejects.toThrow('not today');
    expect(tills[0]?.requests).toBe(0);
  });
});
