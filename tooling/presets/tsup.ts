import type { Options } from 'tsup';

/** A public entry of a package, relative to the package's directory. */
export type Entry = `src/${string}.ts` | `src/${string}.tsx`;

/**
 * The build of a package: one file per entry, with what entries share in chunks of its own, dependencies left outside.
 *
 * `neutral` assumes nothing of the runtime; `node` is for programs.
 */
export function packageBuild(
  entry: readonly Entry[],
  { platform = 'neutral' }: { readonly platform?: 'neutral' | 'node' } = {},
): Options {
  return {
    entry: [...entry],
    format: 'esm',
    target: 'node20',
    platform,
    sourcemap: true,
    clean: true,
    silent: true,
    // tsc writes the declarations: tsup's own need the compiler interface that TypeScript 7 no longer ships.
    dts: false,
    skipNodeModulesBundle: true,
    external: [/^node:/],
    // Without this `node:fs` loses its prefix, and runtimes other than Node no longer know what is meant.
    removeNodeProtocol: false,
    // Keeps `src/fake/index.ts` at `dist/fake/index.js`, beside the declarations that tsc writes.
    esbuildOptions: (options) => {
      options.outbase = 'src';
    },
  };
}
