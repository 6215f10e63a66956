import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that takes a lease and computes a value once. */
const program = `
  import { memoryState } from '@patchbay/state-memory';

  const state = memoryState();
  globalThis.verdict = (async () => {
    const fence = await state.leases.with('edge', { ttlMs: 1000 }, async ({ fence }) => fence);
    const value = await state.once('token', async () => 'token', { ttlMs: 1000, leaseMs: 1000 });
    return { fence, value, globals: typeof globalThis.process + typeof globalThis.require };
  })();
`;

describe('on the edge', () => {
  it('core, contract and the state in memory work without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      fence: 1,
      value: 'token',
      globals: 'undefinedundefined',
    });
  });
});
