import type { Requirement } from '@patchbay/core';
import { inspectConfig, isRequirement, nearest, type RequirementTree, unmetNeeds } from '@patchbay/core/node';
import { type Answer, refusal, toJson } from '../answer.ts';
import type { CommandLine } from '../command-line.ts';
import { findSubject } from '../requirements.ts';
import { swapToData, swapToText } from '../swap-report.ts';

/** `patchbay swap <instance> <provider>`: what would be gained, lost, needed and changed. */
export async function swap(line: CommandLine): Promise<Answer> {
  const [path, provider] = line.words;
  if (path === undefined || provider === undefined) {
    const text = 'patchbay swap wants an instance and a provider, for example: patchbay swap payments stripe';
    return { status: 2, text };
  }
  const { source, requirements, areNeedsKnown, problems } = await findSubject(line);
  const requirement = requirementAt(requirements, path);
  if (problems.length > 0) return refusal(problems, line.json);
  if (requirement === undefined) return noInstance(path, requirements);
  const tree =
    requirement === anything
      ? { ...requirements, ...nest(path, { ...anything, category: path }) }
      : requirements;
  const now = await inspectConfig(tree, source);
  const then = await inspectConfig(tree, { ...source, values: nest(path, { provider }) });
  const to = then.instances.find((instance) => instance.path === path);
  const inTheWay = then.problems.filter((problem) =>
    isBelow(problem.path, path)
      ? to === undefined
      : !Object.keys(tree).some((name) => isBelow(problem.path, name)),
  );
  if (to === undefined || inTheWay.length > 0) return refusal(inTheWay, line.json);
  const from = now.instances.find((instance) => instance.path === path);
  const unmet = unmetNeeds(requirement, to.adapter.capabilities, path);
  const plan = { path, provider, from, to, unmet, areNeedsKnown };
  return {
    status: unmet.length === 0 ? 0 : 1,
    text: line.json ? toJson(swapToData(plan)) : swapToText(plan),
  };
}

function isBelow(path: string, instance: string): boolean {
  return path === instance || path.startsWith(`${instance}.`);
}

/** Stands for the requirement of an instance of which nothing is known: a category is named in its place. */
const anything: Requirement<unknown> = { category: '', operations: [], traits: [], problems: () => [] };

function requirementAt(tree: RequirementTree, path: string): Requirement<unknown> | undefined {
  if (Object.keys(tree).length === 0) return anything;
  const [name = '', instance = ''] = path.split('.');
  const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
  if (node === undefined) return undefined;
  if (isRequirement(node)) return instance === '' ? node : undefined;
  return Object.hasOwn(node, instance) ? node[instance] : undefined;
}

function nest<T>(path: string, leaf: T): Record<string, T | Record<string, T>> {
  const [name = '', instance] = path.split('.');
  return { [name]: instance === undefined ? leaf : { [instance]: leaf } };
}

function noInstance(path: string, tree: RequirementTree): Answer {
  const paths = Object.entries(tree).flatMap(([name, node]) =>
    isRequirement(node) ? [name] : Object.keys(node).map((instance) => `${name}.${instance}`),
  );
  const meant = nearest(path, paths);
  const suggestion = meant === undefined ? `There is: ${paths.join(', ')}.` : `Did you mean ${meant}?`;
  return { status: 2, text: `No instance is called ${path}. ${suggestion}` };
}
