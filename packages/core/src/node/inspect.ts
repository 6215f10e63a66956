import type { AdapterInfo } from '../adapter.ts';
import type { Mode } from '../config/entry.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { nearest } from '../config/nearest.ts';
import type { Requirement } from '../contract.ts';
import type { Problem } from '../error.ts';
import { chooseProvider } from './choose.ts';
import { type Completed, complete, type InspectedOption } from './complete.ts';
import { type Context, readContext } from './context.ts';
import { loadAdapter } from './load.ts';
import { misspeltVariables } from './misspelt-variables.ts';
import type { ConfigSource } from './source.ts';

/** Requirements by the names that the application gives them: `{ payments, storage: { uploads, backups } }`. */
export interface RequirementTree {
  readonly [name: string]: Requirement<unknown> | { readonly [instance: string]: Requirement<unknown> };
}

/** A configuration, read and checked. It holds no secret. */
export interface Inspection {
  readonly problems: readonly Problem[];
  /** Those whose adapter could be loaded. */
  readonly instances: readonly InspectedInstance[];
  /** The configuration file that was read. */
  readonly file?: string;
}

/** What is known of one instance before it is made. */
export interface InspectedInstance {
  /** `payments`, `storage.uploads` */
  readonly path: string;
  readonly package: string;
  readonly version?: string;
  readonly adapter: AdapterInfo;
  readonly mode?: Mode;
  readonly options: readonly InspectedOption[];
}

/**
 * Reads and checks a configuration without making an instance: no I/O but files and imports.
 * @example
 * const { problems } = await inspectConfig({ payments: payments.needs('create') });
 * if (problems.length > 0) console.error(formatProblems(problems));
 */
export async function inspectConfig(
  requirements: RequirementTree,
  source: ConfigSource = {},
): Promise<Inspection> {
  const { findings, completed, file } = await draftAll(requirements, source);
  return {
    problems: findings.map(({ problem }) => problem),
    instances: completed.map(({ draft, adapter, mode, inspected }) => ({
      path: draft.label,
      package: adapter.name,
      ...(adapter.version !== undefined && { version: adapter.version }),
      adapter: adapter.factory.adapter,
      ...(mode !== undefined && { mode }),
      options: inspected,
    })),
    ...(file !== undefined && { file }),
  };
}

/** All instances of a configuration, ready to be made where there are no findings. */
export interface Drafted {
  readonly findings: readonly Finding[];
  readonly completed: readonly Completed[];
  readonly file?: string;
}

export async function draftAll(requirements: RequirementTree, source: ConfigSource): Promise<Drafted> {
  const context = await readContext(source);
  const drafts = await Promise.all(
    flatten(requirements).map(([path, requirement]) =>
      loadAdapter(chooseProvider(path, requirement, context), context),
    ),
  );
  const uses = new Map<string, number>();
  for (const { adapter } of drafts)
    if (adapter !== undefined) uses.set(adapter.name, (uses.get(adapter.name) ?? 0) + 1);
  const completed = await Promise.all(
    drafts.flatMap((draft) => {
      const { adapter } = draft;
      return adapter?.status === 'loaded'
        ? [complete(draft, adapter, uses.get(adapter.name) === 1, context)]
        : [];
    }),
  );
  const findings = [
    ...context.file.findings,
    ...misspeltNames(requirements, context),
    ...misspeltVariables(drafts, completed, context.env),
    ...drafts.flatMap((draft) => [
      ...draft.findings,
      ...completed.filter((one) => one.draft === draft).flatMap((one) => one.findings),
    ]),
  ];
  return { findings, completed, ...(context.file.path !== undefined && { file: context.file.path }) };
}

type Leaf = readonly [path: readonly string[], requirement: Requirement<unknown>];

function flatten(tree: RequirementTree): readonly Leaf[] {
  return Object.entries(tree).flatMap(([name, node]): readonly Leaf[] =>
    isRequirement(node)
      ? [[[name], node]]
      : Object.entries(node).map(([instance, leaf]) => [[name, instance], leaf]),
  );
}

/** True for a requirement itself, false for a group of them by instance. */
export function isRequirement(node: RequirementTree[string]): node is Requirement<unknown> {
  return typeof node['category'] === 'string';
}

/** Entries that nothing needs may belong to another process; one whose name is nearly right was misspelt. */
function misspeltNames(requirements: RequirementTree, { file, source }: Context): readonly Finding[] {
  const sources = [
    { tree: file.content, name: file.name },
    { tree: { ...source.values }, name: 'the code' },
  ];
  return sources.flatMap(({ tree, name: where }) => {
    const unused = Object.keys(requirements).filter((name) => !(name in tree));
    return Object.keys(tree).flatMap((name) => {
      const meant = name in requirements || reserved.has(name) ? undefined : nearest(name, unused);
      if (meant === undefined) return [];
      return [
        invalid({
          path: name,
          found: 'an unknown name',
          expected: meant,
          fix: `Did you mean ${meant}? (in ${where})`,
        }),
      ];
    });
  });
}

const reserved: ReadonlySet<string> = new Set(['$schema', 'requirements']);
