import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';

/** What a worker on the edge offers; no `process`, no `Buffer`, no `require`. */
const webGlobals = {
  AbortController,
  AbortSignal,
  atob,
  Blob,
  btoa,
  crypto,
  fetch,
  Headers,
  performance,
  ReadableStream,
  Request,
  Response,
  setTimeout,
  structuredClone,
  clearTimeout,
  TextDecoder,
  TextEncoder,
  Uint8Array,
  URL,
  URLSearchParams,
};

/**
 * Runs a program where there is nothing of Node, and gives what it has set `globalThis.verdict` to. A built-in module
 * does not resolve. Imports are found from `folder`.
 */
export async function runOnEdge(program: string, folder: string): Promise<unknown> {
  const bundle = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    write: false,
    platform: 'neutral',
    conditions: ['@patchbay/source', 'workerd', 'worker'],
    format: 'iife',
  });
  const context = createContext({ ...webGlobals });
  new Script(bundle.outputFiles[0]?.text ?? '').runInContext(context);
  const verdict: unknown = await context['verdict'];
  return verdict;
}
