import type { AdapterInfo } from '../adapter.ts';
import type { Mode } from '../config/entry.ts';
import type { Finding } from '../config/finding.ts';
import type { Requirement } from '../contract.ts';
import type { Problem } from '../error.ts';
import { chooseProvider } from './choose.ts';
import { type Completed, complete, type InspectedOption } from './complete.ts';
import { readContext } from './context.ts';
import { loadAdapter } from './load.ts';
import { misplacedNames } from './misplaced-names.ts';
import { misspeltVariables } from './misspelt-variables.ts';
import type { ConfigSource } from './source.ts';

/** Requirements by the names that the application gives them: `{ payments, storage: { uploads, backups } }`. */
export interface RequirementTree {
  readonly [name: string]: Requirement<unknown> | { readonly [instance: string]: Requirement<unknown> };
}

/** A configuration, read and checked. It holds no secret. @sealed */
export interface Inspection {
  readonly problems: readonly Problem[];
  /** Those whose adapter could be loaded. */
  readonly instances: readonly InspectedInstance[];
  /** The configuration file that was read. */
  readonly file?: string;
}

/** What is known of one instance before it is made. @sealed */
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
    ...misplacedNames(requirements, context),
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
  return entriesOf(tree).flatMap(([name, node]): readonly Leaf[] =>
    isRequirement(node)
      ? [[[name], node]]
      : entriesOf(node).map(([instance, leaf]) => [[name, instance], leaf]),
  );
}

/** What a tree has; an entry that was left out on a condition is `undefined`. */
export function entriesOf<T>(tree: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(tree).filter(([, node]) => node !== undefined);
}

/** True for a requirement itself, false for a group of them by instance. */
export function isRequirement(node: RequirementTree[string]): node is Requirement<unknown> {
  return typeof node['category'] === 'string';
}
