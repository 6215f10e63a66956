import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterInfo, OperationSpec } from '@patchbay/core';
import { foldersIn, root } from './documents.ts';
import { moduleExports } from './module-exports.ts';

/** A category with its adapters. */
export interface Category {
  readonly contract: ContractTable;
  readonly adapters: readonly DocumentedAdapter[];
}

/** The part of a contract that documentation reads. */
interface ContractTable {
  readonly category: string;
  readonly operations: Readonly<Record<string, OperationSpec>>;
}

/** One adapter, and where it lives. */
export interface DocumentedAdapter {
  /** `payments-stripe`, as its package is named. */
  readonly name: string;
  /** `packages/payments/stripe` */
  readonly folder: string;
  readonly info: AdapterInfo;
  readonly operations: ContractTable['operations'];
}

/** The categories in the order of the pages; one that is not among them comes last. */
const order = ['payments', 'email', 'storage', 'auth', 'state', 'jobs'];

/**
 * Every category, as it lies in `packages/<category>/contract`: a new adapter is found without being named anywhere.
 */
export const categories: readonly Category[] = await Promise.all(
  foldersIn('packages')
    .filter((folder) => existsSync(join(root, folder, 'contract')))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(categoryIn),
);

/** Every adapter. */
export const adapters: readonly DocumentedAdapter[] = categories.flatMap((category) => category.adapters);

async function categoryIn(folder: string): Promise<Category> {
  const contract = await exportOf(`${folder}/contract`, isContract);
  const providers = foldersIn(folder).filter((each) => !each.endsWith('/contract'));
  const found = await Promise.all(
    providers.map(async (each) => {
      const { adapter: info } = await exportOf(each, isFactory);
      return {
        name: `${info.category}-${info.provider}`,
        folder: each,
        info,
        operations: contract.operations,
      };
    }),
  );
  return { contract, adapters: found.toSorted((a, b) => rankOf(a) - rankOf(b)) };
}

/** Embedded providers come first. */
function rankOf({ info }: DocumentedAdapter): number {
  return info.capabilities.embedded === true ? 0 : 1;
}

function placeOf(folder: string): number {
  const place = order.indexOf(folder.replace('packages/', ''));
  return place < 0 ? order.length : place;
}

/** The one export of a package that is what is looked for. */
async function exportOf<T>(folder: string, isIt: (value: unknown) => value is T): Promise<T> {
  const found = (await moduleExports(join(root, folder, 'src/index.ts'))).find(isIt);
  if (found === undefined) throw new Error(`${folder} exports no contract or no adapter.`);
  return found;
}

function isContract(value: unknown): value is ContractTable {
  return typeof value === 'object' && value !== null && 'category' in value && 'operations' in value;
}

function isFactory(value: unknown): value is { readonly adapter: AdapterInfo } {
  if (typeof value !== 'function' || !('adapter' in value)) return false;
  return typeof value.adapter === 'object' && value.adapter !== null && 'capabilities' in value.adapter;
}
