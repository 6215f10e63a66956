import { isEntryKey } from '../config/entry.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { nearest } from '../config/nearest.ts';
import { isRecord } from '../config/record.ts';
import type { Requirement } from '../contract.ts';
import type { Context } from './context.ts';
import type { RequirementTree } from './inspect.ts';

type Members = Readonly<Record<string, unknown>>;
type Group = Readonly<Record<string, Requirement<unknown>>>;

/**
 * Names in a file or in the code that no requirement has. They may belong to another process; but one that is nearly
 * right was misspelt, and an entry in the place of a group of instances is meant for none of them.
 */
export function misplacedNames(requirements: RequirementTree, { file, source }: Context): readonly Finding[] {
  const sources = [
    { tree: file.content, name: file.name },
    { tree: { ...source.values }, name: 'the code' },
  ];
  return sources.flatMap(({ tree, name: where }) => [
    ...misspelt(requirements, tree, [], where),
    ...Object.entries(requirements).flatMap(([name, node]) => {
      const entry = Object.hasOwn(tree, name) ? tree[name] : undefined;
      return isGroup(node) && isRecord(entry) ? inGroup(node, entry, name, where) : [];
    }),
  ]);
}

function isGroup(node: RequirementTree[string] | undefined): node is Group {
  return node !== undefined && typeof node['category'] !== 'string';
}

function inGroup(group: Group, entry: Members, name: string, where: string): readonly Finding[] {
  const instances = Object.keys(group);
  const keys = Object.keys(entry).filter((key) => isEntryKey(key) && !Object.hasOwn(group, key));
  const strays = keys.map((key) => {
    const expected = `the instances ${instances.join(', ')}`;
    const fix = `Write it below ${instances.map((instance) => `${name}.${instance}`).join(' or ')}. (in ${where})`;
    return invalid({ path: `${name}.${key}`, found: 'an entry in the place of a group', expected, fix });
  });
  return [...strays, ...misspelt(group, entry, [name], where)];
}

function misspelt(
  wanted: Members,
  tree: Members,
  path: readonly string[],
  where: string,
): readonly Finding[] {
  const unused = Object.keys(wanted).filter((name) => !Object.hasOwn(tree, name));
  return Object.keys(tree).flatMap((name) => {
    const isKnown = Object.hasOwn(wanted, name) || reserved.has(name) || isEntryKey(name);
    const meant = isKnown ? undefined : nearest(name, unused);
    if (meant === undefined) return [];
    const fix = `Did you mean ${meant}? (in ${where})`;
    return [invalid({ path: [...path, name].join('.'), found: 'an unknown name', expected: meant, fix })];
  });
}

const reserved: ReadonlySet<string> = new Set(['$schema', 'requirements']);
