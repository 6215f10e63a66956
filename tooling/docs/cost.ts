import { budgets, type Cost } from '../budgets/cost.ts';
import type { Size } from '../budgets/packed.ts';
import type { DocumentedAdapter } from './adapters.ts';
import { code, tableOf } from './markdown.ts';

/** What an adapter costs whoever installs it, as `npm run budgets` measured it last. */
export function costOf({ name }: DocumentedAdapter): string {
  const cost = budgets[name];
  if (cost === undefined) return 'Not measured yet: `npm run budgets`.';
  const { own, whole, installs, installedBytes } = cost;
  const rows = [
    ['Its own code, without the SDK', sizeOf(own)],
    ['With core, contract and zod', sizeOf(whole)],
    [
      'Installed by it',
      `${counted(installs.length)}, ${mebibytes(installedBytes)}: ${installs.map(code).join(', ')}`,
    ],
    ...vendorRows(cost),
  ];
  return tableOf(['', 'Cost'], rows);
}

function vendorRows({ vendor, importRatio }: Cost): readonly (readonly string[])[] {
  if (vendor.names.length === 0) return [];
  const { names, packages, installedBytes } = vendor;
  const theirs = `${counted(packages)}, ${mebibytes(installedBytes)}: ${names.map(code).join(', ')}`;
  const rows = [['Installed for the vendor, with or without it', theirs]];
  if (importRatio === undefined) return rows;
  return [...rows, ['A cold import', `${importRatio} of one with the SDK, which the first call loads`]];
}

function sizeOf({ minified, gzipped }: Size): string {
  return `${kibibytes(minified)} minified, ${kibibytes(gzipped)} gzipped`;
}

function counted(packages: number): string {
  return packages === 1 ? '1 package' : `${packages} packages`;
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
