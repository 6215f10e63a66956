import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'esbuild';
import type * as thrower from './thrower.ts';

type Thrower = typeof thrower;

/** A second copy of core in one process, which knows the interface before this one, and an adapter that it serves. */
export interface OlderCopy extends Disposable {
  readonly ways: Readonly<Record<'import' | 'require', () => Promise<Thrower>>>;
  /** What a worker sends as JSON when its call of `pay` has failed. */
  throwInWorker(token: string): Promise<string>;
}

/** Builds the copy outside of the repository, as an installed package would be. */
export async function olderCopy(): Promise<OlderCopy> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'patchbay-older-core-'));
  const names = ['imported', 'required', 'worker'] as const;
  const [imported, required, worker] = await Promise.all(names.map((name) => bundle(join(folder, name))));
  if (imported === undefined || required === undefined || worker === undefined) throw new Error('No copy.');
  return {
    ways: {
      import: () => import(/* @vite-ignore */ pathToFileURL(imported).href) as Promise<Thrower>,
      require: async () => createRequire(import.meta.url)(required) as Thrower,
    },
    throwInWorker: (token) => askWorker(worker, token),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

async function bundle(stem: string): Promise<string> {
  const outfile = `${stem}.mjs`;
  await build({
    entryPoints: [join(import.meta.dirname, 'thrower.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@patchbay/source'],
    plugins: [anInterfaceEarlier],
    logLevel: 'error',
  });
  return outfile;
}

/** What made the interface 1 of today. */
const earlier: Readonly<Record<string, readonly [string, string]>> = {
  'adapter.ts': ['acceptedSpecs: readonly number[] = [1]', 'acceptedSpecs: readonly number[] = [0]'],
  'puppet.ts': ['spec: 1', 'spec: 0'],
};

const anInterfaceEarlier: Plugin = {
  name: 'an-interface-earlier',
  setup({ onLoad }) {
    onLoad({ filter: /core\/(src\/adapter|test\/puppet)\.ts$/ }, ({ path }) => {
      const [now = '', before = ''] = earlier[basename(path)] ?? [];
      const text = readFileSync(path, 'utf8');
      if (!text.includes(now)) throw new Error(`${path} no longer says ${now}`);
      return { contents: text.replace(now, before), loader: 'ts' };
    });
  },
};

function askWorker(copy: string, token: string): Promise<string> {
  const program = join(copy, '..', 'program.mjs');
  writeFileSync(
    program,
    `import { parentPort, workerData } from 'node:worker_threads';
     import { pay } from './${basename(copy)}';
     await pay(workerData).catch((error) => parentPort.postMessage(JSON.stringify(error)));`,
  );
  const worker = new Worker(pathToFileURL(program), { workerData: token });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
