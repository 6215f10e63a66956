import type { AnyCapabilities, OperationSpec } from '@patchbay/core';

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
    ['', ...providers.map(({ provider }) => provider)],
    ['---', ...providers.map(() => '---')],
    ...Object.entries(operations).map(([name, { summary }]) => [
      `\`${name}\` ${summary.toLowerCase()}`,
      ...providers.map((provider) => marks[provider.operations[name] || 'none']),
    ]),
    ...traits.map((trait) => [
      `\`${trait}\``,
      ...providers.map((provider) => (provider.traits[trait] ? 'yes' : 'no')),
    ]),
    ['idempotency keys', ...providers.map(keys)],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function keys({ idempotency }: AnyCapabilities): string {
  if (idempotency.kind === 'none') return 'no';
  return idempotency.ttlHours === undefined ? 'yes' : `kept ${idempotency.ttlHours} h`;
}

/** Replaces what stands between `<!-- generated:<name> -->` and `<!-- /generated -->`. */
export function fillIn(markdown: string, name: string, content: string): string {
  const start = `<!-- generated:${name} -->`;
  const end = '<!-- /generated -->';
  const from = markdown.indexOf(start);
  const to = markdown.indexOf(end, from);
  if (from < 0 || to < 0)
    throw new Error(`The text has no place for ${name}: put ${start} and ${end} into it.`);
  return `${markdown.slice(0, from + start.length)}\n${content}\n${markdown.slice(to)}`;
}
