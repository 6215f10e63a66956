import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const application = fileURLToPath(new URL('../..', import.meta.url));

/** The shop's program as Node runs it, made from its sources as they are now, in a place where its packages are found. */
export interface BuiltShop extends AsyncDisposable {
  readonly main: string;
}

export async function buildShop(): Promise<BuiltShop> {
  const folder = `${application}node_modules/.cache/shop-test-${process.pid}`;
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [`${application}src/main.ts`],
    outfile: `${folder}/main.js`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    main: `${folder}/main.js`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
