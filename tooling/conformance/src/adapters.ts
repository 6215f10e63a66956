import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Harness } from '@patchbay/core/conformance';

/** An adapter that hands out its harness in `test/harness.ts`. */
export interface Adapter {
  /** `<category>-<provider>`, as its package is named. */
  readonly name: string;
  readonly harness: Harness;
}

/** Picks adapters by category and folder, before anything of them is loaded. */
export type AdapterFilter = (category: string, provider: string) => boolean;

/** The adapters of a category: `packages/<category>/<provider>` with a harness. */
export async function findAdapters(
  root: string,
  category: string,
  isChosen: AdapterFilter = () => true,
): Promise<readonly Adapter[]> {
  const providers = await readdir(join(root, 'packages', category));
  const adapters: Adapter[] = [];
  for (const provider of providers.toSorted()) {
    const path = join(root, 'packages', category, provider, 'test/harness.ts');
    if (isChosen(category, provider) && existsSync(path))
      adapters.push({ name: `${category}-${provider}`, harness: await harnessIn(path) });
  }
  return adapters;
}

async function harnessIn(path: string): Promise<Harness> {
  const module: unknown = await import(pathToFileURL(path).href);
  const harness: unknown = Reflect.get(Object(module), 'harness');
  if (!isHarness(harness)) throw new Error(`${path} must export \`harness\`.`);
  return harness;
}

function isHarness(value: unknown): value is Harness {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'provider' in value && 'capabilities' in value && 'start' in value && typeof value.start === 'function'
  );
}
