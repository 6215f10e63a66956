import { dirname, resolve } from 'node:path';
import { isEntryKey } from '../config/entry.ts';
import { embeddedProviders } from '../config/names.ts';
import { isRecord } from '../config/record.ts';
import type { Requirement } from '../contract.ts';
import { type Environment, readContext } from './context.ts';
import { isRequirement, type RequirementTree } from './inspect.ts';
import type { ConfigSource } from './source.ts';

/** What a configuration itself tells of the instances, where the application's requirements are not at hand. */
export interface Configured {
  /** Each instance that the file, `values` or a variable such as `PAYMENTS_PROVIDER` configures; it needs nothing. */
  readonly instances: RequirementTree;
  /** The module that the file's `requirements` names, as a path. */
  readonly requirementsModule?: string;
}

/** Finds the configured instances. An instance's category is the first name of its path. */
export async function readConfigured(source: ConfigSource = {}): Promise<Configured> {
  const { file, env, directory } = await readContext(source);
  const { requirements, $schema: _schema, ...entries } = file.content;
  const from = file.path === undefined ? directory : dirname(file.path);
  return {
    instances: [fromVariables(env), fromEntries(entries), fromEntries({ ...source.values })].reduce(merge),
    ...(typeof requirements === 'string' && { requirementsModule: resolve(from, requirements) }),
  };
}

function fromEntries(entries: Readonly<Record<string, unknown>>): RequirementTree {
  const nodes = Object.entries(entries).map(([name, entry]): readonly [string, RequirementTree[string]] => {
    const instances = isRecord(entry) ? Object.entries(entry) : [];
    const isGroup =
      instances.length > 0 && instances.every(([key, value]) => isRecord(value) && !isEntryKey(key));
    if (!isGroup) return [name, anyOf(name)];
    return [name, Object.fromEntries(instances.map(([instance]) => [instance, anyOf(name)]))];
  });
  return Object.fromEntries(nodes);
}

/** Both trees: a variable may add an instance to those of the file. */
function merge(under: RequirementTree, over: RequirementTree): RequirementTree {
  const nodes = Object.entries(over).map(([name, node]): readonly [string, RequirementTree[string]] => {
    const below = Object.hasOwn(under, name) ? under[name] : undefined;
    if (below === undefined || isRequirement(below) || isRequirement(node)) return [name, node];
    return [name, { ...below, ...node }];
  });
  return { ...under, ...Object.fromEntries(nodes) };
}

/** `PAYMENTS_PROVIDER`, `STORAGE_UPLOADS_PROVIDER`: variables of the known categories. */
function fromVariables(env: Environment): RequirementTree {
  const tree: Record<string, RequirementTree[string]> = {};
  for (const category of Object.keys(embeddedProviders)) {
    const pattern = new RegExp(`^${category.toUpperCase()}_(?:(.+)_)?PROVIDER$`);
    const matches = Object.keys(env).flatMap((name) => (env[name] ? [pattern.exec(name)] : []));
    const instances = matches.flatMap((match) => (match?.[1] === undefined ? [] : [match[1].toLowerCase()]));
    if (instances.length > 0)
      tree[category] = Object.fromEntries(instances.map((name) => [name, anyOf(category)]));
    else if (matches.some((match) => match !== null)) tree[category] = anyOf(category);
  }
  return tree;
}

function anyOf(category: string): Requirement<unknown> {
  return { category, operations: [], traits: [], problems: () => [] };
}
