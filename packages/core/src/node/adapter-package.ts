import { pathToFileURL } from 'node:url';
import { type AdapterFactory, acceptedSpecs } from '../adapter.ts';
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

/** An adapter that is looked for. */
export interface WantedAdapter {
  /** Its package. */
  readonly name: string;
  readonly category: string;
  /** Decides between the adapters of a package that has several. */
  readonly provider: string;
}

/** Imports the package and finds the factory of the category among its exports. */
export async function loadAdapterPackage(
  wanted: WantedAdapter,
  source: PackageSource,
): Promise<AdapterPackage> {
  const { name } = wanted;
  try {
    const imported = await importPackage(name, source);
    return imported === undefined ? { status: 'absent', name } : pickFactory(wanted, imported);
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

function pickFactory(
  { name, category, provider }: WantedAdapter,
  { exports, version }: Imported,
): AdapterPackage {
  const factories = factoriesOf(exports);
  const fitting = factories.filter(
    ({ adapter }) => adapter.category === category && acceptedSpecs.includes(adapter.spec),
  );
  const named = fitting.filter(({ adapter }) => adapter.provider === provider);
  const [factory, ...rivals] = named.length > 0 ? named : fitting;
  if (factory !== undefined && rivals.length === 0)
    return { status: 'loaded', name, factory, ...(version !== undefined && { version }) };
  return { status: 'other', name, found: factories.map(describe).join(' and ') || 'no adapter' };
}

function describe({ adapter: { category, provider, spec } }: AnyFactory): string {
  const unknown = acceptedSpecs.includes(spec) ? '' : `, written for interface ${spec} of adapters`;
  return `an adapter for ${category} (${provider}${unknown})`;
}

/** Those exported by name, and those on the default export: what a CommonJS module exports may all be there. */
function factoriesOf(exports: object): readonly AnyFactory[] {
  const byName: readonly unknown[] = Object.values(exports);
  const common = 'default' in exports && isRecord(exports.default) ? exports.default : {};
  return [...new Set([...byName, ...Object.values(common)].filter(isFactory))];
}

function isFactory(value: unknown): value is AnyFactory {
  if (typeof value !== 'function' || !('adapter' in value) || !isRecord(value.adapter)) return false;
  const { category, provider, capabilities, fields, inspect } = value.adapter;
  return (
    [category, provider].every((text) => typeof text === 'string') &&
    isRecord(capabilities) &&
    isRecord(capabilities['operations']) &&
    isRecord(capabilities['traits']) &&
    Array.isArray(fields) &&
    typeof inspect === 'function'
  );
}
