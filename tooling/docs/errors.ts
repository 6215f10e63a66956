import { codes } from '@patchbay/core';
import type { DocumentedAdapter } from './adapters.ts';
import { type ErrorRow, errorTables, type Meaning } from './error-tables.ts';
import { code, tableOf } from './markdown.ts';

const order = Object.keys(codes);

/** What a vendor says and what we make of it: one row a code and reason, in the order of the codes. */
export function errorsOf({ name }: DocumentedAdapter): string {
  const groups = groupsOf(tableFor(name));
  if (groups.length === 0)
    return 'It has no words of its own: what it refuses, it refuses in the contract’s.';
  const rows = groups.map(({ code: ours, reason, says }) => [
    `[${code(ours)}](../../../apps/docs/errors.md#${ours})`,
    reason === undefined ? '' : code(reason),
    says.join(', '),
  ]);
  return tableOf(['Our code', 'Reason', 'What it says'], rows);
}

/** The rows of an adapter. */
export function tableFor(name: string): readonly ErrorRow[] {
  return errorTables.get(name) ?? [];
}

/** Rows that mean the same. */
export interface ErrorGroup extends Meaning {
  readonly says: readonly string[];
}

/** Rows that mean the same, as one. */
export function groupsOf(table: readonly ErrorRow[]): readonly ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { says, ...meaning } of table) {
    const key = `${meaning.code} ${meaning.reason}`;
    groups.set(key, { ...meaning, says: [...(groups.get(key)?.says ?? []), says] });
  }
  return [...groups.values()].toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
}
