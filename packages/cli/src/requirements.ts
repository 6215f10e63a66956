import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem, Requirement } from '@patchbay/core';
import {
  type ConfigSource,
  isRequirement,
  type RequirementTree,
  readConfigured,
  redact,
} from '@patchbay/core/node';
import type { CommandLine } from './command-line.ts';

/** What a command works on. */
export interface Subject {
  readonly source: ConfigSource;
  readonly requirements: RequirementTree;
  /** Whether the application's own needs are known, or each configured instance is looked at alone. */
  readonly areNeedsKnown: boolean;
  readonly problems: readonly Problem[];
}

/** Finds the configuration and the requirements that the command line is about. */
export async function findSubject({ config, requirements, needs }: CommandLine): Promise<Subject> {
  const source = config === undefined ? {} : { directory: dirname(resolve(config)), file: basename(config) };
  if (needs.length > 0) return { source, requirements: fromFlags(needs), areNeedsKnown: true, problems: [] };
  const { instances, requirementsModule } = await readConfigured(source);
  const module = requirements === undefined ? requirementsModule : resolve(requirements);
  if (module === undefined) return { source, requirements: instances, areNeedsKnown: false, problems: [] };
  try {
    const exported: unknown = await import(pathToFileURL(module).href);
    const found = isObject(exported) ? exported['requirements'] : undefined;
    if (isTree(found)) return { source, requirements: found, areNeedsKnown: true, problems: [] };
    return { ...unreadable(module, 'no export `requirements`'), source };
  } catch (error) {
    return { ...unreadable(module, error instanceof Error ? describe(error) : 'an error'), source };
  }
}

function describe(error: Error): string {
  const isUnread = 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION';
  return isUnread ? 'TypeScript, which Node reads from 22.18 on' : `${error.name}: ${redact(error.message)}`;
}

function unreadable(module: string, found: string): Omit<Subject, 'source'> {
  const expected = 'a module that exports `requirements`, as connect takes them';
  const problem = { path: 'requirements', found, expected, fix: `It was imported from ${module}.` };
  return { requirements: {}, areNeedsKnown: false, problems: [problem] };
}

/** `['payments=create,refunds.create', 'storage.uploads=put']` */
function fromFlags(needs: readonly string[]): RequirementTree {
  const tree = new Map<string, RequirementTree[string]>();
  for (const need of needs) {
    const [path = '', names = ''] = need.split('=');
    const [category = '', instance] = path.split('.');
    const operations = names.split(',').flatMap((name) => name.trim() || []);
    const requirement = { category, operations, traits: [], problems: () => [] };
    const group = tree.get(category);
    tree.set(
      category,
      instance === undefined ? requirement : { ...(isGroup(group) && group), [instance]: requirement },
    );
  }
  return Object.fromEntries(tree);
}

function isGroup(node: RequirementTree[string] | undefined): node is Record<string, Requirement<unknown>> {
  return node !== undefined && !isRequirement(node);
}

function isTree(value: unknown): value is RequirementTree {
  if (!isObject(value)) return false;
  return Object.values(value).every(
    (node) => isWhole(node) || (isObject(node) && Object.values(node).every(isWhole)),
  );
}

function isWhole(value: unknown): value is Requirement<unknown> {
  if (!isObject(value)) return false;
  const { category, operations, traits, problems } = value;
  return (
    typeof category === 'string' &&
    Array.isArray(operations) &&
    Array.isArray(traits) &&
    typeof problems === 'function'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
