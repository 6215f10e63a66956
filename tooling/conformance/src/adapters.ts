import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PaymentsHarness } from '@patchbay/payments/conformance';

const category = 'packages/payments';

/** Every adapter of the category: it hands out its harness in `test/harness.ts`. */
export async function paymentsHarnesses(root: string): Promise<readonly PaymentsHarness[]> {
  const folders = await readdir(join(root, category), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await Promise.all(
    names.toSorted().map((name) => harnessIn(join(root, category, name, 'test'))),
  );
  return found.filter((harness) => harness !== undefined);
}

async function harnessIn(folder: string): Promise<PaymentsHarness | undefined> {
  const files: readonly string[] = await readdir(folder).catch(() => []);
  if (!files.includes('harness.ts')) return undefined;
  const path = join(folder, 'harness.ts');
  const module: unknown = await import(pathToFileURL(path).href);
  const harness: unknown = Reflect.get(Object(module), 'harness');
  if (!isHarness(harness)) throw new Error(`${path} must export \`harness: PaymentsHarness\`.`);
  return harness;
}

function isHarness(value: unknown): value is PaymentsHarness {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'provider' in value && 'capabilities' in value && 'start' in value && typeof value.start === 'function'
  );
}
