import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentedAdapter } from './adapters.ts';
import { root } from './documents.ts';
import { code, tableOf } from './markdown.ts';
import { type Witness, type WitnessRecord, witnesses } from './witnesses.ts';

/** What an adapter was held against: a list, and by operation what the peers' records say. */
export function verifiedOf(adapter: DocumentedAdapter): string {
  const list = [suiteOf(adapter), ...(witnesses[adapter.name] ?? []).map((one) => lineOf(adapter, one))];
  const table = byOperation(adapter);
  return table === undefined ? list.join('\n') : `${list.join('\n')}\n\n${table}`;
}

/** What the conformance suite runs against: the adapter itself, its fake, or a server. */
function suiteOf({ name, folder, info: { category, capabilities } }: DocumentedAdapter): string {
  const suite = `The conformance suite of \`@patchbay/${category}\``;
  if (capabilities.embedded === true) return `- ${suite}: runs on the provider itself.`;
  if (existsSync(join(root, folder, 'src/fake')))
    return `- ${suite}: runs through real sockets against the fake, \`@patchbay/${name}/fake\`.`;
  return `- ${suite}: runs against the servers below.`;
}

function lineOf({ name, folder }: DocumentedAdapter, { name: who, proves, path, record }: Witness): string {
  if (!existsSync(join(root, folder, path)))
    throw new Error(`tooling/docs/witnesses.ts: ${name} has no ${path}.`);
  const deviations = record?.deviating.length ?? 0;
  const otherwise = record === undefined ? '' : `; deviations on record: ${deviations}`;
  return `- ${who}: ${proves}${otherwise} ([${path}](${path})).`;
}

function byOperation({ name, info }: DocumentedAdapter): string | undefined {
  const peers = (witnesses[name] ?? []).flatMap(({ name: who, record }) =>
    record === undefined ? [] : [{ who, record }],
  );
  if (peers.length === 0) return undefined;
  const rows = Object.entries(info.capabilities.operations)
    .filter(([, support]) => support !== false)
    .map(([operation]) => [
      code(operation),
      'yes',
      ...peers.map(({ record }) => verdictOf(record, operation)),
    ]);
  return tableOf(['Operation', 'Suite', ...peers.map(({ who }) => who)], rows);
}

function verdictOf({ ran, deviating }: WitnessRecord, operation: string): string {
  const cases = ran[operation] ?? [];
  const otherwise = cases.filter((id) => deviating.includes(id)).length;
  if (cases.length === 0) return 'no';
  if (otherwise === 0) return 'yes';
  return otherwise === cases.length ? 'deviates' : `yes, but for ${otherwise} of its cases`;
}
