import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** What a worker on the edge offers; no `process`, no `Buffer`, no `require`. */
const webGlobals = {
  AbortController,
  AbortSignal,
  crypto,
  fetch,
  Headers,
  performance,
  setTimeout,
  clearTimeout,
  TextDecoder,
  TextEncoder,
  URL,
};

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
    const bundle = await build({
      stdin: { contents: program, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      platform: 'neutral', // a built-in module would not resolve
      conditions: ['@patchbay/source'],
      format: 'iife',
    });
    const context = createContext({ ...webGlobals });
    new Script(bundle.outputFiles[0]?.text ?? '').runInContext(context);
    expect(await (context['verdict'] as Promise<unknown>)).toEqual({
      fence: 1,
      value: 'token',
      globals: 'undefinedundefined',
    });
  });
});
