import type { Problem, Requirement } from '@patchbay/core';
import { inspectConfig, isRequirement, nearest, type RequirementTree, unmetNeeds } from '@patchbay/core/node';
import type { CommandLine } from '../command-line.ts';
import { findSubject } from '../requirements.ts';
import { problemReport } from '../style.ts';
import { swapToJson, swapToText } from '../swap-report.ts';

/** `patchbay swap <instance> <provider>`: what would be gained, lost, needed and changed. */
export async function swap(line: CommandLine): Promise<number> {
  const [path, provider] = line.words;
  if (path === undefined || provider === undefined) {
    console.error(
      'patchbay swap wants an instance and a provider, for example: patchbay swap payments stripe',
    );
    return 2;
  }
  const { source, requirements, areNeedsKnown, problems } = await findSubject(line);
  const requirement = requirementAt(requirements, path);
  if (requirement === undefined || problems.length > 0) return cannotSwap(path, requirements, problems);
  const tree =
    requirement === anything
      ? { ...requirements, ...nest(path, { ...anything, category: path }) }
      : requirements;
  const now = await inspectConfig(tree, source);
  const then = await inspectConfig(tree, { ...source, values: nest(path, { provider }) });
  const to = then.instances.find((instance) => instance.path === path);
  if (to === undefined) {
    const own = then.problems.filter((problem) => problem.path.startsWith(path));
    console.log(problemReport(own));
    return 1;
  }
  const from = now.instances.find((instance) => instance.path === path);
  const unmet = unmetNeeds(requirement, to.adapter.capabilities, path);
  const plan = { path, provider, from, to, unmet, areNeedsKnown };
  console.log(line.json ? JSON.stringify(swapToJson(plan), null, 2) : swapToText(plan));
  return unmet.length === 0 ? 0 : 1;
}

/** Stands for the requirement of an instance of which nothing is known: a category is named in its place. */
const anything: Requirement<unknown> = { category: '', operations: [], traits: [], problems: () => [] };

function requirementAt(tree: RequirementTree, path: string): Requirement<unknown> | undefined {
  if (Object.keys(tree).length === 0) return anything;
  const [name = '', instance = ''] = path.split('.');
  const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
  if (node === undefined) return undefined;
  return isRequirement(node) ? node : node[instance];
}

function nest<T>(path: string, leaf: T): Record<string, T | Record<string, T>> {
  const [name = '', instance] = path.split('.');
  return { [name]: instance === undefined ? leaf : { [instance]: leaf } };
}

function cannotSwap(path: string, tree: RequirementTree, problems: readonly Problem[]): number {
  if (problems.length > 0) {
    console.log(problemReport(problems));
    return 1;
  }
  const paths = Object.entries(tree).flatMap(([name, node]) =>
    isRequirement(node) ? [name] : Object.keys(node).map((instance) => `${name}.${instance}`),
  );
  const meant = nearest(path, paths);
  const suggestion = meant === undefined ? `There is: ${paths.join(', ')}.` : `Did you mean ${meant}?`;
  console.error(`No instance is called ${path}. ${suggestion}`);
  return 2;
}
