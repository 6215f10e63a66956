import type { AnyCapabilities, OperationSpec } from '@patchbay/core';
import type { DocumentedAdapter } from './adapters.ts';
import { code, tableOf } from './markdown.ts';

/** What a row of the matrix is made of. */
export interface MatrixInput {
  readonly operations: Readonly<Record<string, Pick<OperationSpec, 'summary'>>>;
  readonly providers: readonly AnyCapabilities[];
}

const marks = { native: 'yes', composed: 'composed', none: 'no' } as const;

/** The capability matrix of a category as Markdown: one row an operation or trait, one column a provider. */
export function matrixOf({ operations, providers }: MatrixInput): string {
  const traits = [...new Set(providers.flatMap((provider) => Object.keys(provider.traits)))].sort();
  const rows = [
    ...Object.entries(operations).map(([name, { summary }]) => [
      `${code(name)} ${summary.toLowerCase()}`,
      ...providers.map((provider) => marks[provider.operations[name] || 'none']),
    ]),
    ...traits.map((trait) => [
      code(trait),
      ...providers.map((provider) => (provider.traits[trait] ? 'yes' : 'no')),
    ]),
    ['idempotency keys', ...providers.map(keys)],
  ];
  return tableOf(['', ...providers.map(({ provider }) => provider)], rows);
}

/** The limits of a category's providers: one row a limit, one column a provider. Empty where none is declared. */
export function limitsOf({ providers }: MatrixInput): string {
  const limits = providers.map(limitsIn);
  const names = [...new Set(limits.flatMap((one) => Object.keys(one)))];
  if (names.length === 0) return '';
  const rows = names.map((name) => [code(name), ...limits.map((one) => one[name] ?? '')]);
  return tableOf(['', ...providers.map(({ provider }) => provider)], rows);
}

/** What one adapter can do: its operations, then its traits and limits. */
export function capabilitiesOf({ operations, info: { capabilities } }: DocumentedAdapter): string {
  const rows = Object.entries(operations).map(([name, { summary }]) => [
    code(name),
    summary,
    capabilities.operations[name] || 'no',
  ]);
  const traits = Object.entries(capabilities.traits).map(([trait, has]) => [code(trait), has ? 'yes' : 'no']);
  const limits = Object.entries(limitsIn(capabilities)).map(([name, limit]) => [code(name), limit]);
  const facts = [...traits, ['idempotency keys', keys(capabilities)], ...limits];
  return `${tableOf(['Operation', 'What it does', 'Support'], rows)}\n\n${tableOf(['Trait or limit', ''], facts)}`;
}

function keys({ idempotency }: AnyCapabilities): string {
  if (idempotency.kind === 'none') return 'no';
  return idempotency.ttlHours === undefined ? 'yes' : `kept ${idempotency.ttlHours} h`;
}

/** All that a category declares beside what every category does: `limits.recipients` as `1 000`. */
function limitsIn(capabilities: AnyCapabilities): Readonly<Record<string, string>> {
  const { provider: _, embedded: __, operations: ___, traits: ____, idempotency, ...declared } = capabilities;
  const { maxLength } = idempotency;
  const longestKey = maxLength === undefined ? [] : [['idempotency.maxLength', String(maxLength)] as const];
  return Object.fromEntries([...longestKey, ...scalarsIn(declared)]);
}

/** The scalars of nested records, each by its path; a table within a table is one line. */
function scalarsIn(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, shown(path, value)]];
  const fields = Object.entries(value);
  if (path.includes('.'))
    return [[path, fields.map(([name, inner]) => `${name} ${String(inner)}`).join(', ')]];
  return fields.flatMap(([name, inner]) => scalarsIn(inner, path === '' ? name : `${path}.${name}`));
}

/** Bytes and times in the unit that a reader counts in; the first that divides them. */
function shown(path: string, value: unknown): string {
  if (typeof value !== 'number' || value === 0) return String(value);
  const units = /bytes$/i.test(path) ? byteUnits : /ms$/i.test(path) ? timeUnits : [];
  const [size, unit] = units.find(([each]) => value % each === 0) ?? [1, ''];
  return `${(value / size).toLocaleString('en-US').replaceAll(',', ' ')} ${unit}`.trimEnd();
}

const byteUnits = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

const timeUnits = [
  [24 * 3_600_000, 'days'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;
