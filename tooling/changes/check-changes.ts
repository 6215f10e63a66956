import { readChangesets } from '@changesets/read';
import { publishedPackages } from '../api/packages.ts';
import { readTree } from '../structure/src/tree.ts';
import { gatherFacts } from './facts.ts';
import { historyOf } from './git.ts';
import { type Finding, judge } from './judge.ts';
import { changesetProblems, lostPackages } from './problems.ts';

/** What was looked at, and what is wrong with it. */
export interface Checked {
  readonly changesets: number;
  readonly packages: number;
  /** The packages whose changesets say too little. */
  readonly findings: readonly Finding[];
  /** What else is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** Judges the changesets of a checkout: since its last releases, or since it left the branch. */
export async function checkChanges(root: string, branch?: string): Promise<Checked> {
  const history = historyOf(root);
  const packages = publishedPackages(root, readTree(root).keys());
  const names = new Set(packages.map(({ name }) => name));
  const changesets = await readChangesets(root);
  const since = branch === undefined ? undefined : history.whereLeft(branch);
  const facts = gatherFacts({ root, history, packages, changesets, ...(since !== undefined && { since }) });
  return {
    changesets: changesets.length,
    packages: packages.length,
    findings: judge(facts),
    problems: [...changesetProblems(changesets, names), ...lostPackages(root, history.tags(), names)],
  };
}
