import { pathToFileURL } from 'node:url';
import type { AdapterFactory } from '../adapter.ts';
import { isRecord } from '../config/record.ts';
import type { Integration } from '../integration.ts';
import { resolvePackage, versionOf } from './resolve-package.ts';

/** A factory of some adapter: its options are checked by its own schema. */
export type AnyFactory = AdapterFactory<unknown, Integration>;

/** An adapter's package, looked for and imported. */
export type AdapterPackage =
  | {
      readonly status: 'loaded';
      readonly name: string;
      readonly version?: string;
      readonly factory: AnyFactory;
    }
  | { readonly status: 'absent'; readonly name: string }
  | { readonly status: 'failed'; readonly name: string; readonly cause: unknown }
  | { readonly status: 'other'; readonly name: string; readonly found: string };

/** Where packages come from. */
export interface PackageSource {
  readonly bases: readonly string[];
  readonly adapters: Readonly<Record<string, () => Promise<unknown>>>;
}

/** Imports the package and finds the factory of the category among its exports. */
export async function loadAdapterPackage(
  name: string,
  category: string,
  source: PackageSource,
): Promise<AdapterPackage> {
  try {
    const imported = await importPackage(name, source);
    return imported === undefined ? { status: 'absent', name } : pickFactory(name, category, imported);
  } catch (cause) {
    return { status: 'failed', name, cause };
  }
}

interface Imported {
  readonly exports: object;
  readonly version?: string;
}

async function importPackage(
  name: string,
  { bases, adapters }: PackageSource,
): Promise<Imported | undefined> {
  const load = Object.hasOwn(adapters, name) ? adapters[name] : undefined;
  if (load !== undefined) return { exports: toRecord(await load()) };
  const file = resolvePackage(name, bases);
  if (file === undefined) return undefined;
  const exports: unknown = await import(pathToFileURL(file).href);
  const version = versionOf(file);
  return { exports: toRecord(exports), ...(version !== undefined && { version }) };
}

function toRecord(exports: unknown): object {
  return isRecord(exports) ? exports : {};
}

function pickFactory(name: string, category: string, { exports, version }: Imported): AdapterPackage {
  const factories = Object.values(exports).filter(isFactory);
  const factory = factories.find(({ adapter }) => adapter.category === category);
  if (factory !== undefined)
    return { status: 'loaded', name, factory, ...(version !== undefined && { version }) };
  const others = factories.map(({ adapter }) => `an adapter for ${adapter.category}`);
  return { status: 'other', name, found: others.join(', ') || 'no adapter' };
}

function isFactory(value: unknown): value is AnyFactory {
  if (typeof value !== 'function' || !('adapter' in value) || !isRecord(value.adapter)) return false;
  const { category, provider, capabilities, inspect } = value.adapter;
  return (
    [category, provider].every((text) => typeof text === 'string') &&
    isRecord(capabilities) &&
    typeof inspect === 'function'
  );
}
