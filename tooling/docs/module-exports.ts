import { pathToFileURL } from 'node:url';

/** What a module exports, in the order of the names; nothing is known of it. */
export async function moduleExports(path: string): Promise<readonly unknown[]> {
  const module: unknown = await import(pathToFileURL(path).href);
  const values: readonly unknown[] = Object.values(module ?? {});
  return values;
}
